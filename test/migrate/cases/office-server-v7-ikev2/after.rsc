# jun/02/2022 18:00:00 by RouterOS 7.4
# software id = XXXX-XXXX
#
/interface bridge
add name=lan
/ip ipsec mode-config
add address-pool=vpn address-prefix-length=32 name=ike2-vpn split-include=192.168.1.0/24,192.168.77.0/24 static-dns=192.168.1.1 system-dns=no
add address-pool=ike2-vpn-bob address-prefix-length=32 name=ike2-vpn-bob split-include=192.168.1.0/24,192.168.77.0/24 static-dns=192.168.1.1 system-dns=no
/ip ipsec policy group
add name=ike2-vpn
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 name=ike2-vpn prf-algorithm=sha256
/ip ipsec peer
add exchange-mode=ike2 name=ike2-vpn passive=yes profile=ike2-vpn
add address=branch.example.com comment=branch exchange-mode=ike2 name=ike2-vpn-branch passive=yes profile=ike2-vpn
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=ike2-vpn pfs-group=none
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=ike2-vpn-sites pfs-group=modp2048
/ip pool
add name=vpn ranges=10.10.10.10-10.10.10.50
add name=ike2-vpn-bob ranges=10.10.10.20
/ppp profile
add dns-server=192.168.1.1 local-address=10.10.10.1 name=office remote-address=vpn use-encryption=yes
/queue simple
add comment="rate-limit of PPP profile branch" max-limit=20M/20M name=vpn-branch target=192.168.77.0/24
/ip address
add address=192.168.1.1/24 interface=lan network=192.168.1.0
/ip dhcp-client
add interface=ether1
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input comment=IKEv2 dst-port=500,4500 in-interface=ether1 protocol=udp
add action=accept chain=input comment="IPsec ESP" in-interface=ether1 protocol=ipsec-esp
add action=accept chain=input in-interface=lan
add action=accept chain=input comment="from the IPsec tunnel" ipsec-policy=in,ipsec src-address=10.10.10.0/26
add action=accept chain=input comment="from the IPsec tunnel" ipsec-policy=in,ipsec src-address=192.168.77.0/24
add action=drop chain=input in-interface=ether1
add action=accept chain=forward comment="VPN to servers" dst-address=192.168.1.0/24 src-address=10.10.10.0/24
/ip firewall mangle
add action=change-mss chain=forward comment="IPsec MSS out" ipsec-policy=out,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IPsec MSS in" ipsec-policy=in,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip firewall nat
add action=masquerade chain=srcnat ipsec-policy=out,none out-interface=ether1
/ip ipsec identity
add auth-method=digital-signature certificate=vpn-server comment=Alice generate-policy=port-strict match-by=certificate mode-config=ike2-vpn peer=ike2-vpn policy-template-group=ike2-vpn remote-certificate=alice
add auth-method=digital-signature certificate=vpn-server comment=bob generate-policy=port-strict match-by=certificate mode-config=ike2-vpn-bob peer=ike2-vpn policy-template-group=ike2-vpn remote-certificate=bob
add auth-method=digital-signature certificate=vpn-server comment=carol disabled=yes generate-policy=port-strict match-by=certificate mode-config=ike2-vpn peer=ike2-vpn policy-template-group=ike2-vpn remote-certificate=carol
add auth-method=digital-signature certificate=vpn-server comment=dave generate-policy=port-strict match-by=certificate mode-config=ike2-vpn peer=ike2-vpn policy-template-group=ike2-vpn remote-certificate=dave
add auth-method=digital-signature certificate=vpn-server match-by=certificate peer=ike2-vpn-branch remote-certificate=branch
/ip ipsec policy
add dst-address=10.10.10.0/26 group=ike2-vpn proposal=ike2-vpn src-address=0.0.0.0/0 template=yes
add dst-address=192.168.77.0/24 level=unique peer=ike2-vpn-branch proposal=ike2-vpn-sites src-address=192.168.1.0/24 tunnel=yes
add dst-address=192.168.77.0/24 level=unique peer=ike2-vpn-branch proposal=ike2-vpn-sites src-address=10.10.10.0/26 tunnel=yes
/ppp secret
add name=dave profile=office
add name=dsl1 profile=default service=pppoe
/system identity
set name=office
