import { describe, expect, test } from 'vitest'
import { attribute, child, children, textAt, type XmlElement } from '../../domain/efactura/xml-tree.ts'
import { parseXml, rootNameOf } from './parse-xml.ts'
import { XmlError, type XmlFault } from './xml-error.ts'

function faultOf(source: string | Uint8Array): string {
  try {
    parseXml(source)
    return 'none'
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return `${error.fault} ${error.line}:${error.column}`
  }
}

/** The document again, so that a table can show what was read. */
function shown({ name, uri, attributes, text, children }: XmlElement): string {
  const written = attributes.map((found) => ` ${found.uri && `{${found.uri}}`}${found.name}=${found.value}`).join('')
  return `${uri && `{${uri}}`}${name}${written}[${text}${children.map(shown).join('')}]`
}

describe('parseXml reads', () => {
  test.each([
    ['an empty element', '<a/>', 'a[]'],
    ['an element with a declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a></a>', 'a[]'],
    ['single quotes', "<?xml version='1.0' encoding='utf-8'?><a b='1'/>", 'a b=1[]'],
    ['text with spaces as it stands', '<a> x\ty </a>', 'a[ x\ty ]'],
    ['no indentation', '<a>\n  <b>1</b>\n</a>', 'a[b[1]]'],
    ['text around children', '<a>x<b/>y</a>', 'a[xyb[]]'],
    ['Windows and old Mac line ends', '<a>1\r\n2\r3</a>', 'a[1\n2\n3]'],
    ['the five entities', '<a b="&lt;&amp;&quot;">&lt;&gt;&amp;&apos;&quot;</a>', 'a b=<&"[<>&\'"]'],
    ['numeric entities', '<a>&#539;&#x21B;&#x1F600;&#0065;</a>', 'a[țț😀A]'],
    ['a line end in an attribute as a space, unless it was meant', '<a b="1\n2&#10;3"/>', 'a b=1 2\n3[]'],
    ['CDATA', '<a>x<![CDATA[<&]] >]]>y</a>', 'a[x<&]] >y]'],
    ['comments and instructions as nothing', '<!-- c --><?p q?><a>1<!-- - -->2<?p?></a><!--d-->\n', 'a[12]'],
    ['a default namespace and its end', '<a xmlns="u"><b xmlns=""/><c/></a>', '{u}a[b[]{u}c[]]'],
    ['prefixes, one declared anew', '<p:a xmlns:p="u"><p:b xmlns:p="v"/><p:c/></p:a>', '{u}a[{v}b[]{u}c[]]'],
    ['attributes with and without prefix', '<a xmlns="u" xmlns:p="v" p:x="1" x="2"/>', '{u}a {v}x=1 x=2[]'],
    ['the prefix xml', '<a xml:lang="ro"/>', 'a {http://www.w3.org/XML/1998/namespace}lang=ro[]'],
    ['names with letters of Romanian', '<țară județ="1"/>', 'țară județ=1[]'],
    ['spaces inside tags', '<a\n b = "1" ></a >', 'a b=1[]'],
  ])('%s', (_what, source, expected) => {
    expect(shown(parseXml(source))).toBe(expected)
    expect(shown(parseXml(new TextEncoder().encode(`\ufeff${source}`)))).toBe(expected)
    expect(shown(parseXml(`\ufeff${source}`))).toBe(expected)
  })
})

describe('parseXml refuses', () => {
  test.each([
    ['a document type', '<!DOCTYPE a><a/>', 'doctype 1:1'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'doctype 1:1'],
    ['unknown entities', '<a>\n&nbsp;</a>', 'entity 2:1'],
    ['a bare ampersand', '<a>x & y</a>', 'entity 1:6'],
    ['a character that XML forbids', '<a>\u0001</a>', 'character 1:4'],
    ['the same by number', '<a>&#0;</a>', 'character 1:4'],
    ['a number past Unicode', '<a>&#x110000;</a>', 'character 1:4'],
    ['half a character', '<a>\ud800</a>', 'character 1:4'],
    ['half a character by number', '<a>&#xD800;</a>', 'character 1:4'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-2"?><a/>', 'encoding 1:1'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'version 1:1'],
    ['a wrong declaration', '<?xml encoding="UTF-8"?><a/>', 'declaration 1:1'],
    ['a declaration that is not at the start', ' <?xml version="1.0"?><a/>', 'declaration 1:2'],
    ['nothing', '', 'empty 1:1'],
    ['no element', '<!-- -->', 'empty 1:9'],
    ['text before', 'x<a/>', 'outside 1:1'],
    ['text behind', '<a/>x', 'outside 1:5'],
    ['a second root', '<a/><b/>', 'outside 1:5'],
    ['CDATA outside', '<a/><![CDATA[x]]>', 'outside 1:5'],
    ['an element that stays open', '<a><b></b>', 'unclosed 1:11'],
    ['elements that cross', '<a><b></a></b>', 'mismatch 1:7'],
    ['an end with a longer name', '<a></ab>', 'mismatch 1:4'],
    ['an end without a start', '</a>', 'mismatch 1:1'],
    ['an end tag with attributes', '<a></a b="1">', 'mismatch 1:4'],
    ['a name that starts with a digit', '<1a/>', 'name 1:2'],
    ['two colons', '<a:b:c xmlns:a="u"/>', 'name 1:2'],
    ['an attribute without quotes', '<a b=1/>', 'attribute 1:6'],
    ['an attribute without value', '<a b/>', 'attribute 1:5'],
    ['attributes without space', '<a b="1"c="2"/>', 'attribute 1:9'],
    ['< in an attribute', '<a b="<"/>', 'attribute 1:6'],
    ['an attribute twice', '<a b="1" b="2"/>', 'repeated_attribute 1:1'],
    ['an attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'repeated_attribute 1:1'],
    ['a namespace twice', '<a xmlns:p="u" xmlns:p="v"/>', 'repeated_attribute 1:16'],
    ['an unknown prefix', '<p:a/>', 'prefix 1:1'],
    ['an unknown prefix of an attribute', '<a p:b="1"/>', 'prefix 1:1'],
    ['a prefix whose element has ended', '<a><p:b xmlns:p="u"/><p:c/></a>', 'prefix 1:22'],
    ['an empty namespace for a prefix', '<a xmlns:p=""/>', 'namespace 1:4'],
    ['xml for something else', '<a xmlns:xml="u"/>', 'namespace 1:4'],
    ['another prefix for xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', 'namespace 1:4'],
    ['a prefix xmlns', '<a xmlns:xmlns="u"/>', 'namespace 1:4'],
    [']]> in text', '<a>x]]></a>', 'cdata_end 1:5'],
    ['-- in a comment', '<a><!-- -- --></a>', 'comment 1:9'],
    ['an open comment', '<a><!-- </a>', 'unclosed 1:4'],
    ['an open CDATA', '<a><![CDATA[ </a>', 'unclosed 1:4'],
    ['an open instruction', '<a><?p </a>', 'unclosed 1:4'],
    ['an instruction without a name', '<a><? p?></a>', 'instruction 1:4'],
    ['an open start tag', '<a', 'unclosed 1:1'],
    ['an open attribute', '<a b="1', 'unclosed 1:6'],
    ['other markup', '<a><!ELEMENT b></a>', 'tag 1:4'],
    ['too deep a tree', `${'<a>'.repeat(101)}`, 'too_deep 1:301'],
    ['too many elements', `<a>${'<b/>'.repeat(400_000)}</a>`, 'too_many_elements 1:1600000'],
    [
      'too many attributes',
      `<a${Array.from({ length: 101 }, (_, n) => ` b${n}="1"`).join('')}/>`,
      'too_many_attributes 1:794',
    ],
    ['more than 10 MB', `<a>${'x'.repeat(10 * 1024 * 1024)}</a>`, 'too_large 1:1'],
  ] satisfies [string, string, `${XmlFault} ${number}:${number}`][])('%s', (_what, source, expected) => {
    expect(faultOf(source)).toBe(expected)
  })

  test.each([
    ['bytes that are not UTF-8', [0x3c, 0x61, 0x3e, 0xc8, 0x3c, 0x2f, 0x61, 0x3e]],
    ['UTF-16', [0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00, 0x2f, 0x00, 0x3e, 0x00]],
  ])('%s', (_what, bytes) => {
    expect(faultOf(new Uint8Array(bytes))).toBe('encoding 1:1')
  })
})

describe('a hostile document of 3 MB is read or refused in time', () => {
  const size = 3_000_000
  test.each([
    ['attributes of one line', `<a>${'<b c="1"/>'.repeat(100_000)}</a>`],
    ['ampersands', `<a>${'&amp;'.repeat(size / 5)}</a>`],
    ['an open bracket sequence', `<a>${']]'.repeat(size / 2)}</a>`],
    ['one long name', `<${'a'.repeat(size)}>`],
    ['one long attribute', `<a b="${'&#65;'.repeat(size / 5)}"/>`],
    ['spaces in a tag', `<a${' '.repeat(size)}`],
    ['namespaces everywhere', `<a>${'<b xmlns:p="u" xmlns:q="v"/>'.repeat(100_000)}</a>`],
    ['comments', `<a>${'<!---->'.repeat(size / 7)}</a>`],
    ['line feeds', `<a>${'\n<b/>'.repeat(200_000)}${'\n'.repeat(2_000_000)}</a>`],
    ['alternating text and CDATA', `<a>${'x<![CDATA[y]]>'.repeat(200_000)}</a>`],
  ])('%s', (_what, source) => {
    const started = performance.now()
    faultOf(source)
    // A linear reader takes well under a second; a quadratic one, minutes. The bound leaves room for a busy machine.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

test('the tree answers by path, whichever prefixes the document uses', () => {
  const root = parseXml(
    `<Invoice xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
       xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
      <Party><b:Name> </b:Name></Party>
      <Party><b:Name schemeID="1"> SRL </b:Name><b:ID/><ID/></Party>
    </Invoice>`,
  )
  expect(textAt(root, 'cac:Party/cbc:Name')).toBe(null)
  expect(children(root, 'cac:Party/cbc:Name').map(({ text, line }) => [text, line])).toEqual([
    [' ', 3],
    [' SRL ', 4],
  ])
  expect(child(root, 'cac:Party/cbc:ID')?.line).toBe(4)
  expect(children(root, 'cac:Party/ID')).toHaveLength(2)
  expect(child(root, 'cbc:Party')).toBeUndefined()
  expect(attribute(children(root, 'cac:Party/cbc:Name')[1] as XmlElement, 'schemeID')).toBe('1')
  expect(attribute(root, 'schemeID')).toBe(null)
})

describe('rootNameOf', () => {
  test.each([
    ['of an element that is closed at once', '<a/>', ' a'],
    ['before a tree that is broken', '<a><b></a>', ' a'],
    ['behind a declaration, a comment and an instruction', '<?xml version="1.0"?><!-- <b/> --><?c d?>\n<a >', ' a'],
    ['with a namespace of its own', '<x:a y="1" xmlns:x="urn:x">text', 'urn:x a'],
    ['where a letter is cut in two', `<a xmlns="urn:ș">${'ș'.repeat(40_000)}`, 'urn:ș a'],
    ['of nothing', '', null],
    ['of no XML', 'PK', null],
    ['that is not declared', '<x:a/>', null],
    ['that is not whole', '<a b="', null],
    ['that comes too late', `<!--${'x'.repeat(70_000)}--><a/>`, null],
    ['behind a DOCTYPE', '<!DOCTYPE a><a/>', null],
  ])('%s', (_what, source, expected) => {
    const root = rootNameOf(Buffer.from(source, 'utf8'))
    expect(root && `${root.uri} ${root.name}`).toBe(expected)
  })
})
