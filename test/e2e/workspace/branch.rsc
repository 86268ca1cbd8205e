# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = XXXX-XXXX
#
/interface bridge
add name=lan
/interface pptp-client
add connect-to=198.51.100.9 disabled=no name=head-office user=branch
/interface bridge port
add bridge=lan interface=ether2
/ip address
add address=192.168.20.1/24 interface=lan network=192.168.20.0
/ip dhcp-client
add interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input in-interface=ether1
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/ip route
add dst-address=192.168.10.0/24 gateway=head-office
/system identity
set name=branch
