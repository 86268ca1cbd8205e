const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;

/** Names of the files in a zip archive without zip64 parts, in the order of its directory (PKWARE APPNOTE 4.3.12). */
export function listZip(archive: Buffer): string[] {
  const names: string[] = [];
  let at = directoryOffset(archive);
  while (archive.readUInt32LE(at) === ENTRY) {
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const start = at + 46;
    const end = start + (name ?? 0);
    names.push(archive.toString("utf8", start, end));
    at = end + (extra ?? 0) + (comment ?? 0);
  }
  return names;
}

function directoryOffset(archive: Buffer): number {
  for (let at = archive.length - 22; at >= 0; at--) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return archive.readUInt32LE(at + 16);
  }
  throw new Error("not a zip archive");
}
