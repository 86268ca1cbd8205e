# 2025-04-10 09:00:00 by RouterOS 7.18.2
# software id = ABCD-EF12
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/interface list
add name=WAN
add name=LAN
/ip pool
add name=vpn-pool ranges=10.20.0.100-10.20.0.150
/ppp profile
add dns-server=192.168.10.1 local-address=10.20.0.1 name=vpn remote-address=\
    vpn-pool use-encryption=required
/interface bridge port
add bridge=bridge-lan interface=ether2
/interface l2tp-server server
set authentication=mschap2 default-profile=vpn enabled=yes use-ipsec=required
/interface list member
add interface=ether1-wan list=WAN
add interface=bridge-lan list=LAN
/interface ovpn-server server
add auth=sha256,sha512 certificate=vpn-server cipher=aes256-gcm,aes256-cbc \
    default-profile=vpn disabled=no name=ovpn-server1 port=1194 protocol=udp \
    push-routes="192.168.10.0 255.255.255.0" require-client-certificate=yes \
    tls-version=only-1.2
/ip address
add address=192.168.10.1/24 interface=bridge-lan network=192.168.10.0
/ip dhcp-client
add interface=ether1-wan
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input comment=OpenVPN dst-port=1194 \
    in-interface-list=WAN protocol=udp
add action=accept chain=input comment=L2TP/IPsec dst-port=500,1701,4500 \
    in-interface-list=WAN protocol=udp
add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp
add action=accept chain=input comment="DNS for VPN users" dst-port=53 \
    in-interface=all-ppp protocol=udp
add action=drop chain=input in-interface-list=!LAN
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=accept chain=forward comment="VPN users to LAN" in-interface=\
    all-ppp out-interface=bridge-lan
add action=drop chain=forward in-interface-list=!LAN
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
/ppp secret
add comment="Alice laptop" name=alice profile=vpn remote-address=10.20.0.11 \
    service=ovpn
add name=bob profile=vpn
add disabled=yes name=carol profile=vpn service=ovpn
add name=dave profile=vpn service=l2tp
