import { attribute } from './write/xml-text.ts'

/** What a buyer writes to the issuer of an invoice that it received, as ANAF takes it (contract efactura 1.2, RASP). */
export function writeBuyerMessage(message: { readonly invoiceUploadId: string; readonly text: string }): string {
  const attributes = attribute('index_incarcare', message.invoiceUploadId) + attribute('message', message.text)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1"${attributes}/>\n`
}
