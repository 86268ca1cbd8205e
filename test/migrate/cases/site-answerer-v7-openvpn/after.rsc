# 2024-02-01 10:05:00 by RouterOS 7.13.5
/interface ovpn-server
add name=ovpn-from-a user=a
/interface ovpn-server server
set auth=sha256 certificate=vpn-server cipher=aes256-cbc default-profile=\
    default-encryption enabled=yes protocol=udp require-client-certificate=\
    yes tls-version=only-1.2
/ip address
add address=10.2.0.1/24 interface=ether2 network=10.2.0.0
/ip dhcp-client
add interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input comment=OpenVPN dst-port=1194 protocol=udp
add action=drop chain=input in-interface=ether1
/ip route
add dst-address=10.1.0.0/24 gateway=ovpn-from-a
/ppp secret
add local-address=172.16.0.1 name=a remote-address=172.16.0.2 service=ovpn
/system identity
set name=b
