# mar/14/2021 09:26:53 by RouterOS 6.48.6
# software id = XXXX-XXXX
#
# model = RB750Gr3
# serial number = 000000000000
/ip ipsec mode-config
add name=ike2-TorGuard responder=no src-address-list=via-TorGuard
/ip ipsec policy group
add name=ike2-TorGuard
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 name=ike2-TorGuard
/ip ipsec peer
add address=198.51.100.20/32 exchange-mode=ike2 name=ike2-TorGuard profile=ike2-TorGuard
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-cbc name=ike2-TorGuard pfs-group=modp2048
/ip address
add address=192.168.88.1/24 interface=ether2 network=192.168.88.0
/ip dhcp-client
add disabled=no interface=ether1
/ip firewall address-list
add address=192.168.88.50 comment=TV list=via-TorGuard
add address=192.168.88.51 comment=console list=via-TorGuard
/ip firewall mangle
add action=change-mss chain=forward comment="IKEv2 hosts MSS" new-mss=1360 out-interface=ether1 passthrough=yes protocol=tcp src-address-list=via-TorGuard tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IKEv2 hosts MSS" dst-address-list=via-TorGuard in-interface=ether1 new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/ip ipsec identity
add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=port-strict mode-config=ike2-TorGuard password=<EAP-PASSWORD> peer=ike2-TorGuard policy-template-group=ike2-TorGuard username=tg-user
/ip ipsec policy
add dst-address=0.0.0.0/0 group=ike2-TorGuard proposal=ike2-TorGuard src-address=0.0.0.0/0 template=yes
/system identity
set name=home
