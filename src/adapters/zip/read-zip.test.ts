import { type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { isZip, readZip, ZipError } from './read-zip.ts'

const LIMITS = { entries: 4, entryBytes: 1_000, totalBytes: 1_500 }
const bytes = (text: string) => new TextEncoder().encode(text)
const CENTRAL_SIGNATURE = 0x02014b50

/** The archive with one field of its first directory entry changed. */
function tampered(zip: Uint8Array, field: number, value: number, width: 2 | 4 = 4): Uint8Array {
  const copy = zip.slice()
  const view = new DataView(copy.buffer)
  let at = 0
  while (view.getUint32(at, true) !== CENTRAL_SIGNATURE) at++
  if (width === 2) view.setUint16(at + field, value, true)
  else view.setUint32(at + field, value, true)
  return copy
}

function read(files: Zippable) {
  return readZip(zipSync(files), LIMITS).map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])
}

describe('readZip reads', () => {
  test('packed, stored and empty files, in order, and leaves folders out', () => {
    expect(
      read({
        'b.xml': bytes('<b/>'.repeat(50)),
        'a/': {},
        'a/x.xml': [bytes('<x/>'), { level: 0 }],
        e: new Uint8Array(),
      }),
    ).toEqual([
      ['b.xml', '<b/>'.repeat(50)],
      ['a/x.xml', '<x/>'],
      ['e', ''],
    ])
  })

  test('an archive with a comment, inside a larger buffer', () => {
    const zip = zipSync({ 'a.xml': bytes('<a/>') }, { comment: 'PK' })
    const around = new Uint8Array(zip.length + 20)
    around.set(zip, 10)
    const part = around.subarray(10, 10 + zip.length)
    expect(isZip(part)).toBe(true)
    expect(readZip(part, LIMITS)).toEqual([{ name: 'a.xml', bytes: bytes('<a/>') }])
  })

  test('a file whose own header leaves the sizes out, as a writer that streams does', () => {
    const zip = zipSync({ 'a.xml': bytes('<a/>'.repeat(30)) })
    zip.fill(0, 14, 26)
    expect(readZip(zip, LIMITS)[0]?.bytes).toEqual(bytes('<a/>'.repeat(30)))
  })

  test('as much as it is allowed to', () => {
    expect(read({ a: new Uint8Array(1_000), b: new Uint8Array(500) })).toHaveLength(2)
  })
})

describe('readZip refuses', () => {
  const zip = zipSync({ 'a.xml': bytes('<a/>'.repeat(100)) })
  test.each([
    ['nothing', new Uint8Array()],
    ['something else', bytes('<html>'.repeat(100))],
    ['an archive that is cut short', zip.subarray(0, zip.length - 30)],
    ['an archive without its beginning', zip.subarray(20)],
    ['too many files', zipSync({ a: bytes('1'), b: bytes('2'), c: bytes('3'), d: bytes('4'), e: bytes('5') })],
    ['a file that is too large', zipSync({ a: new Uint8Array(1_001) })],
    ['files that are too large together', zipSync({ a: new Uint8Array(1_000), b: new Uint8Array(501) })],
    ['a file that is larger than it says', tampered(zipSync({ a: new Uint8Array(40_000_000) }), 24, 900)],
    ['a file that is smaller than it says', tampered(zip, 24, 999)],
    ['a packed size past the end', tampered(zip, 20, 1_000_000)],
    ['a place past the end', tampered(zip, 42, 1_000_000)],
    ['a place in the middle of something', tampered(zip, 42, 3)],
    ['a checksum that does not fit', tampered(zip, 16, 1)],
    ['an encrypted file', tampered(zip, 8, 1, 2)],
    ['an unknown method', tampered(zip, 10, 12, 2)],
    ['a size of 64 bits', tampered(zip, 24, 0xffffffff)],
  ])('%s', (_what, archive) => {
    const started = performance.now()
    expect(() => readZip(archive, LIMITS)).toThrow(ZipError)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('a file that grows past its stated size while it grows, not afterwards', () => {
    const bomb = tampered(zipSync({ a: new Uint8Array(40_000_000) }), 24, 900)
    expect(() => readZip(bomb, LIMITS)).toThrow(/larger than 900 bytes/)
  })

  test('every archive with one byte changed, or reads what was in it', () => {
    const original = zipSync({ 'a.xml': bytes('<a>1</a>'), 'b.xml': bytes('<b>2</b>') })
    const expected = readZip(original, LIMITS).map((entry) => entry.bytes)
    for (let at = 0; at < original.length; at++) {
      const broken = original.slice()
      broken[at] = (broken[at] ?? 0) ^ 0x55
      try {
        for (const { bytes } of readZip(broken, LIMITS)) expect(expected).toContainEqual(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError)
      }
    }
  })
})
