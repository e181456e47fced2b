import type { MigrationScript } from './script.ts'

/**
 * The sandboxes of one server no longer share the simulator by fiscal code: what one sent is its own, and what was sent
 * to a code is the sandbox's that has it, the oldest where several do. Nobody sees what belongs to none.
 */
export const simulatorTenants: MigrationScript = ({ engine }) => {
  const key = engine === 'postgres' ? 'text collate "C"' : 'text'
  const holderOf = (cif: string) =>
    `(select id from company where mode = 'test' and cui = ${cif} order by created_at, seq limit 1)`
  // Numbers of uploads as ANAF gives them (src/simulator/call.ts).
  const submitter = `(select submission.company_id from efactura_submission as submission
    join company on company.id = submission.company_id and company.mode = 'test'
    where submission.upload_id = cast(5001000000 + simulator_upload.seq as text) limit 1)`
  return [
    'alter table company add column cui_since bigint not null default 0',
    'update company set cui_since = created_at',
    `alter table simulator_upload add column tenant ${key} not null default ''`,
    `update simulator_upload set tenant = coalesce(${submitter}, ${holderOf('simulator_upload.uploaded_by')}, '')`,
    `alter table simulator_message add column tenant ${key} not null default ''`,
    `update simulator_message set tenant = coalesce(
      case when type in ('FACTURA TRIMISA', 'ERORI FACTURA', 'MESAJ CUMPARATOR TRANSMIS')
        then (select tenant from simulator_upload where seq = simulator_message.upload_seq)
        else ${holderOf('simulator_message.cif')} end, '')`,
    'drop index simulator_message_of_cif',
    'create index simulator_message_of_mailbox on simulator_message (world, tenant, cif, created_at_ms, seq)',
    `alter table simulator_fault add column tenant ${key}`,
    `update simulator_fault set tenant = ${holderOf('simulator_fault.cif')} where cif is not null`,
    'alter table simulator_spent_content add column spent_at_ms bigint not null default 0',
    'update simulator_spent_content set spent_at_ms = coalesce((select max(uploaded_at_ms) from simulator_upload), 0)',
    'create index simulator_upload_by_age on simulator_upload (uploaded_at_ms)',
    'create index simulator_message_by_age on simulator_message (created_at_ms)',
  ]
}
