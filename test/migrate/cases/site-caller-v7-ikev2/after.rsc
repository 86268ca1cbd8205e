# 2024-02-01 10:00:00 by RouterOS 7.13.5
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 name=ike2-to-b prf-algorithm=sha256
/ip ipsec peer
add address=b.example.net exchange-mode=ike2 name=ike2-to-b profile=ike2-to-b
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=ike2-to-b pfs-group=modp2048
/ip address
add address=10.1.0.1/24 interface=ether2 network=10.1.0.0
/ip dhcp-client
add add-default-route=yes interface=ether1
/ip firewall mangle
add action=change-mss chain=forward comment="IPsec MSS out" ipsec-policy=out,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IPsec MSS in" ipsec-policy=in,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip ipsec identity
add auth-method=digital-signature certificate=<CERTIFICATE> peer=ike2-to-b
/ip ipsec policy
add dst-address=10.2.0.0/24 peer=ike2-to-b proposal=ike2-to-b src-address=10.1.0.0/24 tunnel=yes
/system identity
set name=a
