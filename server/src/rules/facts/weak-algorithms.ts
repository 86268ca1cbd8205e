/** RFC 8247 §2.4: group 1 MUST NOT, groups 2 and 5 SHOULD NOT. */
export const WEAK_GROUPS: readonly string[] = ["modp768", "modp1024", "modp1536"];

/** RFC 8247 §2.2–2.3: MD5 MUST NOT, SHA-1 MUST-. */
export const WEAK_HASHES: readonly string[] = ["md5", "sha1", "null"];

/** RFC 8247 §2.1 and RFC 8221 §5: DES and Blowfish MUST NOT, 3DES SHOULD NOT; NULL gives no secrecy. */
export const BROKEN_CIPHERS: readonly string[] = ["des", "null"];
export const SMALL_BLOCK_CIPHERS: readonly string[] = ["3des", "blowfish"];
