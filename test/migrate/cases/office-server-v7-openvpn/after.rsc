# jun/02/2022 18:00:00 by RouterOS 7.4
# software id = XXXX-XXXX
#
/interface bridge
add name=lan
/interface ovpn-server
add name=ovpn-branch user=branch
/ip pool
add name=vpn ranges=10.10.10.10-10.10.10.50
/ppp profile
add dns-server=192.168.1.1 local-address=10.10.10.1 name=office remote-address=vpn use-encryption=yes
add local-address=10.20.0.1 name=branch only-one=yes rate-limit=20M/20M
/interface ovpn-server server
set auth=sha256 certificate=vpn-server cipher=aes256 default-profile=office enabled=yes protocol=udp require-client-certificate=yes tls-version=only-1.2
/ip address
add address=192.168.1.1/24 interface=lan network=192.168.1.0
/ip dhcp-client
add interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input comment=OpenVPN dst-port=1194 in-interface=ether1 protocol=udp
add action=accept chain=input in-interface=lan
add action=drop chain=input in-interface=ether1
add action=accept chain=forward comment="VPN to servers" dst-address=192.168.1.0/24 src-address=10.10.10.0/24
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/ip route
add dst-address=192.168.77.0/24 gateway=10.20.0.2
/ppp secret
add comment="Alice" name=alice profile=office service=ovpn
add name=bob profile=office remote-address=10.10.10.20 service=ovpn
add disabled=yes name=carol profile=office service=ovpn
add name=dave profile=office
add name=branch profile=branch remote-address=10.20.0.2 routes="192.168.77.0/24 10.20.0.2 1" service=ovpn
add name=dsl1 profile=default service=pppoe
/system identity
set name=office
