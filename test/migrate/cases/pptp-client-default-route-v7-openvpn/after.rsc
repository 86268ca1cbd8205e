# 2025-06-01 08:00:00 by RouterOS 7.19.4
# software id = ABCD-EF12
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/interface ovpn-client
add add-default-route=yes auth=sha256 certificate=branch-client cipher=\
    aes256-gcm comment="HQ full tunnel" connect-to=vpn.example.com disabled=\
    no max-mtu=1400 name=ovpn-hq port=1194 protocol=udp route-nopull=yes tls-version=only-1.2 \
    use-peer-dns=yes user=branch verify-server-certificate=yes
/interface bridge port
add bridge=bridge-lan interface=ether2
/ip address
add address=192.168.30.1/24 interface=bridge-lan network=192.168.30.0
add address=192.0.2.2/30 interface=ether1-wan network=192.0.2.0
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input in-interface=!bridge-lan
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward in-interface=!bridge-lan
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ovpn-hq
/ip route
add disabled=no distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1 \
    routing-table=main
add comment="HQ VPN server via ISP" disabled=no distance=1 dst-address=\
    203.0.113.80/32 gateway=192.0.2.1 routing-table=main
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
