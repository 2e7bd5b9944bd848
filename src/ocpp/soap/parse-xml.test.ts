import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#kernel'
import { ATTRIBUTE_LIMIT, DEPTH_LIMIT, parseXml, TAG_LIMIT } from './parse-xml.ts'
import { escapeXml, tag } from './write-xml.ts'

describe('a document becomes a tree', () => {
  test('with namespaces resolved, prefixes gone and white space around text taken off', () => {
    const root = parseXml(`<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment --><a:one xmlns:a="urn:a" xmlns="urn:d" x="1" a:y="2"><two> b </two><a:three xmlns:a="urn:b"/></a:one>`)
    expect(root).toMatchObject({
      name: 'one',
      namespace: 'urn:a',
      attributes: [
        { name: 'x', namespace: '', value: '1' },
        { name: 'y', namespace: 'urn:a', value: '2' },
      ],
      children: [
        { name: 'two', namespace: 'urn:d', text: 'b' },
        { name: 'three', namespace: 'urn:b', text: '' },
      ],
    })
  })

  test.each([
    ['the five of XML', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['characters by number', '&#65;&#x42;&#x1F600;', 'AB😀'],
    ['read once, not twice', '&amp;lt;&amp;#65;', '&lt;&#65;'],
    ['CDATA as it stands', '<![CDATA[<b>&amp;</b>]]>', '<b>&amp;</b>'],
    ['nothing that XML does not have', '&nbsp;&#0;&#xD800;', '&nbsp;&#0;&#xD800;'],
    ['numbers stay text', '007.50', '007.50'],
  ])('references: %s', (_, written, read) => {
    expect(parseXml(`<a>${written}</a>`).text).toBe(read)
  })
})

describe('what is refused', () => {
  const billionLaughs = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`
  const external = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`
  test.each([
    ['entities that grow', billionLaughs],
    ['a file from outside', external],
    ['a document type in lower case', '<!doctype a><a/>'],
    ['deep nesting', '<a>'.repeat(DEPTH_LIMIT + 2) + '</a>'.repeat(DEPTH_LIMIT + 2)],
    ['very deep nesting', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
    ['very many elements', `<a>${'<b/>'.repeat(TAG_LIMIT)}</a>`],
    [
      'very many attributes',
      `<a ${Array.from({ length: ATTRIBUTE_LIMIT + 1 }, (_, number) => `xmlns:n${number}="urn:n"`).join(' ')}/>`,
    ],
    ['tags that do not match', '<a><b></a></b>'],
    ['a tag left open', '<a><b></b>'],
    ['two roots', '<a/><b/>'],
    ['no root', '<?xml version="1.0"?>'],
    ['nothing', ''],
    ['what is no XML', '{"a":1}'],
    ['a prefix nobody declared', '<x:a/>'],
    ['names every object has', '<a><constructor>1</constructor><__proto__/></a>'],
  ])('%s', (_, text) => {
    expect(() => parseXml(text)).toThrow(AppError)
  })

  test('whatever comes, it is read or refused as invalid', () => {
    const piece = fc.constantFrom('<a>', '</a>', '<b x="1"', '/>', '<![CDATA[', ']]>', '&amp;', '<!--', '-->', '"', 'x')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          expect(parseXml(pieces.join('')).name).toBeTypeOf('string')
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'invalid' })
        }
      }),
    )
  })
})

test('what is written is read again, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, value) => {
      const printable = (one: string) => one.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '')
      const root = parseXml(tag('a', escapeXml(text), { b: value }))
      expect(root.text).toBe(printable(text).trim())
      expect(root.attributes[0]?.value).toBe(printable(value))
    }),
  )
})
