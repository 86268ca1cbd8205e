# 2025-03-14 09:26:53 by RouterOS 7.18.2
/interface wifiwave2 channel
add name=channel1 width=20mhz
/system identity
set name=access-point
