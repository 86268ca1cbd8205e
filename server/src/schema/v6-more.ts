/**
 * Menus and properties of 6.x that later versions lack and few exports show, as the 6.x manual names them; with
 * data/v6.ts they are what is known of 6.x. Format: layer.ts.
 */
export const V6_MORE = `
/interface/ethernet
 set master-port
/interface/lte
 info append as-value do duration file interval number once without-paging
/interface/traffic-eng
 add auto-bandwidth-avg-interval auto-bandwidth-range auto-bandwidth-reserve auto-bandwidth-update-interval bandwidth bandwidth-limit comment copy-from disable-running-check disabled from-address holding-priority mtu name primary-path primary-retry-interval record-route secondary-paths setup-priority to-address
/interface/vpls
 add advertised-l2mtu arp arp-timeout cisco-style cisco-style-id comment copy-from disable-running-check disabled l2mtu mac-address mtu name pw-type remote-peer use-control-word vpls-id
/interface/vpls/bgp-vpls
 add bridge bridge-cost bridge-horizon comment copy-from disabled export-route-targets import-route-targets name pw-mtu pw-type route-distinguisher site-id use-control-word vpls-id
/interface/vpls/cisco-bgp-vpls
 add bridge bridge-cost bridge-horizon comment copy-from disabled export-route-targets import-route-targets l2router-id name pw-mtu pw-type route-distinguisher use-control-word vpls-id
/interface/wireless
 add proprietary-extensions wireless-protocol
 set proprietary-extensions
/ip/ipsec/peer
 add address auth-method certificate comment compatibility-options copy-from dh-group disabled dpd-interval dpd-maximum-failures enc-algorithm exchange-mode generate-policy hash-algorithm key lifebytes lifetime local-address mode-config my-id name nat-traversal notrack-chain passive policy-template-group port profile proposal-check remote-certificate remote-key secret send-initial-contact xauth-login xauth-password
/ip/ipsec/policy
 add action comment copy-from disabled dst-address dst-port group ipsec-protocols level peer priority proposal protocol sa-dst-address sa-src-address src-address src-port template tunnel
/ip/ipsec/user
 add address comment disabled name password
/ip/neighbor/discovery
 set discover numbers
/ip/route
 add bgp-as-path bgp-atomic-aggregate bgp-communities bgp-local-pref bgp-med bgp-origin bgp-prepend check-gateway comment copy-from disabled distance dst-address gateway pref-src route-tag routing-mark scope target-scope type vrf-interface
/ip/route/rule
 add action comment copy-from disabled dst-address interface place-before routing-mark src-address table
/ip/route/vrf
 add comment copy-from disabled export-route-targets import-route-targets interfaces route-distinguisher routing-mark
/ipv6/route
 add bgp-as-path bgp-atomic-aggregate bgp-communities bgp-local-pref bgp-med bgp-origin bgp-prepend check-gateway comment copy-from disabled distance dst-address gateway route-tag scope target-scope type
/mpls/ldp
 set distribute-for-default-route enabled hop-limit loop-detect lsr-id path-vector-limit transport-address use-explicit-null
/routing/bgp/aggregate
 add advertise-filter attribute-filter comment copy-from disabled include-igp inherit-attributes instance prefix summary-only suppress-filter
/routing/bgp/instance
 add as client-to-client-reflection cluster-id comment confederation confederation-peers copy-from disabled ignore-as-path-len name out-filter redistribute-connected redistribute-ospf redistribute-other-bgp redistribute-rip redistribute-static router-id routing-table
/routing/bgp/instance/vrf
 add comment copy-from disabled in-filter instance out-filter redistribute-connected redistribute-ospf redistribute-other-bgp redistribute-rip redistribute-static routing-mark
/routing/bgp/network
 add comment copy-from disabled network synchronize
/routing/bgp/peer
 add address-families allow-as-in as-override cisco-vpls-nlri-len-fmt comment copy-from default-originate disabled hold-time in-filter instance interface keepalive-time max-prefix-limit max-prefix-restart-time multihop name nexthop-choice out-filter passive remote-address remote-as remote-port remove-private-as route-reflect tcp-md5-key ttl update-source use-bfd
/routing/filter
 add action address-family append-bgp-communities append-route-targets bgp-as-path bgp-as-path-length bgp-atomic-aggregate bgp-communities bgp-local-pref bgp-med bgp-origin bgp-weight chain comment copy-from disabled distance invert-match jump-target locally-originated-bgp match-chain ospf-type place-before pref-src prefix prefix-length protocol route-comment route-tag route-targets routing-mark scope set-bgp-communities set-bgp-local-pref set-bgp-med set-bgp-prepend set-bgp-prepend-path set-bgp-weight set-check-gateway set-disabled set-distance set-in-nexthop set-in-nexthop-direct set-in-nexthop-ipv6 set-in-nexthop-linklocal set-out-nexthop set-out-nexthop-ipv6 set-out-nexthop-linklocal set-pref-src set-route-comment set-route-tag set-route-targets set-routing-mark set-scope set-site-of-origin set-target-scope set-type set-use-te-nexthop site-of-origin target-scope
/routing/mme/network
 add comment disabled network
/routing/ospf-v3
/routing/ospf-v3/area
 add area-id comment default-cost disabled inject-summary-lsas instance name translator-role type
/routing/ospf-v3/instance
 add comment copy-from disabled distribute-default metric-bgp metric-connected metric-default metric-other-ospf metric-rip metric-static name redistribute-bgp redistribute-connected redistribute-other-ospf redistribute-rip redistribute-static router-id
/routing/ospf-v3/interface
 add area comment copy-from cost dead-interval disabled hello-interval instance-id interface network-type passive priority retransmit-interval transmit-delay use-bfd
/routing/ospf-v3/nbma-neighbor
 add address comment copy-from disabled instance-id interface poll-interval priority
/routing/ospf-v3/virtual-link
 add comment copy-from disabled neighbor-id transit-area
/routing/ospf/area
 add area-id comment copy-from default-cost disabled inject-summary-lsas instance name translator-role type
/routing/ospf/area/range
 add advertise area comment copy-from cost disabled range
/routing/ospf/instance
 add comment copy-from disabled distribute-default domain-id domain-tag in-filter metric-bgp metric-connected metric-default metric-other-ospf metric-rip metric-static mpls-te-area mpls-te-router-id name out-filter redistribute-bgp redistribute-connected redistribute-other-ospf redistribute-rip redistribute-static router-id routing-table use-dn
/routing/ospf/interface
 add authentication authentication-key authentication-key-id comment copy-from cost dead-interval disabled hello-interval instance-id interface network-type passive priority retransmit-interval transmit-delay use-bfd
/routing/ospf/nbma-neighbor
 add address comment copy-from disabled instance poll-interval priority
/routing/ospf/network
 add area comment copy-from disabled network
/routing/ospf/sham-link
 add area comment copy-from cost disabled dst-address src-address
/routing/ospf/virtual-link
 add authentication authentication-key authentication-key-id comment copy-from disabled neighbor-id transit-area
/routing/pim
/routing/pim/bsr-candidates
 add comment disabled hash-mask-length interface priority scope
/routing/pim/interface
 add alternative-subnets assert-override-interval assert-time comment disabled hello-holdtime hello-period hello-triggered-delay igmp-version interface join-prune-holdtime join-prune-period override-interval preferred-nexthop priority propagation-delay protocols tracking-support
/routing/pim/rp
 add address comment disabled group priority
/routing/pim/rp-candidates
 add comment disabled group holdtime interface priority
/routing/prefix-lists
 add action chain comment copy-from disabled invert-match jump-target place-before prefix prefix-length set-metric
/routing/rip/interface
 add authentication authentication-key comment copy-from disabled in-prefix-list interface key-chain out-prefix-list passive receive send
/routing/rip/neighbor
 add address comment copy-from disabled
/routing/rip/network
 add comment copy-from disabled network
/system/ntp/client
 set enabled mode primary-ntp secondary-ntp server-dns-names
/system/ntp/server
 set broadcast broadcast-addresses enabled manycast multicast
/system/package/update
 set channel
/tool/mac-server
 add comment disabled interface
 set disabled numbers
/tool/mac-server/mac-winbox
 add comment disabled interface
 set disabled numbers
/tool/user-manager
`;
