# 2024-11-04 18:02:11 by RouterOS 7.15.3
# software id = XXXX-XXXX
#
# model = RB5009UG+S+
# serial number = 000000000000
/interface bridge
add name=lan
/interface pptp-server
add name=pptp-branch user=branch
/interface list
add name=WAN
add name=LAN
/ip pool
add name=dhcp ranges=192.168.1.100-192.168.1.199
add name=vpn ranges=10.10.10.10-10.10.10.50
/ip dhcp-server
add address-pool=dhcp interface=lan name=lan
/ppp profile
add dns-server=192.168.1.1 local-address=10.10.10.1 name=office \
    remote-address=vpn use-encryption=yes
add local-address=10.20.0.1 name=branch only-one=yes rate-limit=20M/20M
/interface bridge port
add bridge=lan interface=ether2
add bridge=lan interface=ether3
/interface list member
add interface=ether1 list=WAN
add interface=lan list=LAN
/interface pptp-server server
# PPTP connections are considered unsafe, it is suggested to use a more modern VPN protocol instead
set authentication=mschap1,mschap2 default-profile=office enabled=yes
/ip address
add address=192.168.1.1/24 interface=lan network=192.168.1.0
/ip dhcp-client
add interface=ether1
/ip dhcp-server network
add address=192.168.1.0/24 dns-server=192.168.1.1 gateway=192.168.1.1
/ip dns
set allow-remote-requests=yes servers=9.9.9.9
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input comment="PPTP control" dst-port=1723 \
    in-interface-list=WAN protocol=tcp
add action=accept chain=input comment="PPTP data" in-interface-list=WAN \
    protocol=gre
add action=accept chain=input in-interface-list=LAN
add action=drop chain=input in-interface-list=WAN
add action=accept chain=forward connection-state=established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=accept chain=forward comment="VPN to servers" dst-address=\
    192.168.1.0/24 src-address=10.10.10.0/24
add action=drop chain=forward connection-nat-state=!dstnat connection-state=\
    new in-interface-list=WAN
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
/ip route
add dst-address=192.168.77.0/24 gateway=10.20.0.2
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www address=192.168.1.0/24
set api disabled=yes
/ppp secret
add comment=Alice name=alice profile=office service=pptp
add name=bob profile=office remote-address=10.10.10.20 service=pptp
add disabled=yes name=carol profile=office service=pptp
add name=dave profile=office
add name=branch profile=branch remote-address=10.20.0.2 routes=\
    "192.168.77.0/24 10.20.0.2 1" service=pptp
/system clock
set time-zone-name=Europe/Berlin
/system identity
set name=office
/system ntp client
set enabled=yes
/system ntp client servers
add address=pool.ntp.org
