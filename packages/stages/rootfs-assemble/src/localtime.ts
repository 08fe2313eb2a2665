const HEADER_BYTES = 44;
const TYPE = [0, 0, 0, 0, 0, 0]; // ut offset 0 (32 bits), not daylight saving, abbreviation at index 0
const ABBREVIATION = [...Buffer.from('UTC\0', 'ascii')];

/**
 * A time zone file that says UTC, 114 bytes, for /etc/localtime (RFC 9636, "TZif", version 2).
 * The version 1 block is for old readers; uClibc-ng reads nothing but the TZ string in the footer.
 */
export function utcTimeZone(): Uint8Array {
  const block = [...header(), ...TYPE, ...ABBREVIATION];
  return Uint8Array.from([...block, ...block, ...Buffer.from('\nUTC0\n', 'ascii')]);
}

function header(): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('TZif2', 0, 'ascii');
  // Of six counts (isutc, isstd, leap, transitions, types, abbreviation bytes) only the last two are not 0.
  bytes.writeUInt32BE(1, 36);
  bytes.writeUInt32BE(ABBREVIATION.length, 40);
  return bytes;
}
