import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeBuyerMessage } from './buyer-message.ts'
import { summaryOf } from './summary.ts'

test('a message reads back as it was written, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
      const clean = text.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
      fc.pre(clean !== '')
      const xml = writeBuyerMessage({ invoiceUploadId: '5000000012', text: clean })
      expect(summaryOf(Buffer.from(xml))).toEqual({ kind: 'message', uploadId: '5000000012', text: clean })
    }),
  )
})
