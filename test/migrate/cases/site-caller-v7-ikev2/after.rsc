# 2024-02-01 10:00:00 by RouterOS 7.13.5
/ip ipsec mode-config
add name=ike2-to-b responder=no src-address-list=via-to-b
/ip ipsec policy group
add name=ike2-to-b
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
/ip firewall address-list
add address=10.1.0.0/24 list=via-to-b
/ip firewall mangle
add action=change-mss chain=forward comment="IKEv2 hosts MSS" new-mss=1360 out-interface=ether1 passthrough=yes protocol=tcp src-address-list=via-to-b tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IKEv2 hosts MSS" dst-address-list=via-to-b in-interface=ether1 new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip ipsec identity
add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=port-strict mode-config=ike2-to-b password=<EAP-PASSWORD> peer=ike2-to-b policy-template-group=ike2-to-b username=a
/ip ipsec policy
add dst-address=0.0.0.0/0 group=ike2-to-b proposal=ike2-to-b src-address=0.0.0.0/0 template=yes
/system identity
set name=a
