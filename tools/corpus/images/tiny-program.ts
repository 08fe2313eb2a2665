/** A static program for amd64 that does nothing but end: a header, one segment and its code (elf(5); exit(2) in registers). */
export function tinyProgram(): Buffer {
  const code = Buffer.from('31ff6a3c580f05', 'hex');
  const [header, segment, address] = [64, 56, 0x400000];
  const bytes = Buffer.alloc(header + segment);
  Buffer.from('7f454c46020101', 'hex').copy(bytes);
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(address + header + segment), 24);
  bytes.writeBigUInt64LE(BigInt(header), 32);
  bytes.writeUInt16LE(header, 52);
  bytes.writeUInt16LE(segment, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt32LE(1, header);
  bytes.writeUInt32LE(5, header + 4);
  for (const at of [16, 24]) bytes.writeBigUInt64LE(BigInt(address), header + at);
  for (const at of [32, 40]) bytes.writeBigUInt64LE(BigInt(bytes.length + code.length), header + at);
  bytes.writeBigUInt64LE(0x1000n, header + 48);
  return Buffer.concat([bytes, code]);
}
