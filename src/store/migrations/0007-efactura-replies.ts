import type { MigrationScript } from './script.ts'

/** What buyers wrote to issuers, and the pictures of received documents. */
export const efacturaReplies: MigrationScript = ({ engine }) => {
  const key = engine === 'postgres' ? 'text collate "C"' : 'text'
  return [
    `alter table efactura_message add column pdf_file_id ${key}`,
    `create table efactura_reply (
      id ${key} primary key, company_id ${key} not null references company (id), environment ${key} not null,
      message_id ${key} not null, invoice_upload_id ${key} not null, text text not null, xml_file_id ${key} not null,
      state ${key} not null, upload_id ${key}, error text, request_key ${key}, actor_name text not null,
      created_at bigint not null, updated_at bigint not null)`,
    'create index reply_of_message on efactura_reply (company_id, message_id, created_at)',
    'create unique index reply_once on efactura_reply (company_id, request_key) where request_key is not null',
  ]
}
