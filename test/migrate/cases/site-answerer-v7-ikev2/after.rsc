# 2024-02-01 10:05:00 by RouterOS 7.13.5
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    name=ike2-vpn prf-algorithm=sha256
/ip ipsec peer
add address=<A-ENDPOINT> comment=a exchange-mode=ike2 name=ike2-vpn-a \
    passive=yes profile=ike2-vpn
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=\
    ike2-vpn pfs-group=modp2048
/ip address
add address=10.2.0.1/24 interface=ether2 network=10.2.0.0
/ip dhcp-client
add interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input comment=IKEv2 dst-port=500,4500 protocol=udp
add action=accept chain=input comment="IPsec ESP" protocol=ipsec-esp
add action=accept chain=input comment="from the IPsec tunnel" ipsec-policy=\
    in,ipsec src-address=10.1.0.0/24
add action=drop chain=input in-interface=ether1
/ip firewall mangle
add action=change-mss chain=forward comment="IPsec MSS out" ipsec-policy=\
    out,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn \
    tcp-mss=1361-65535
add action=change-mss chain=forward comment="IPsec MSS in" ipsec-policy=\
    in,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=\
    1361-65535
/ip ipsec identity
add auth-method=digital-signature certificate=vpn-server match-by=certificate \
    peer=ike2-vpn-a remote-certificate=a
/ip ipsec policy
add dst-address=10.1.0.0/24 peer=ike2-vpn-a proposal=ike2-vpn src-address=\
    10.2.0.0/24 tunnel=yes
/system identity
set name=b
