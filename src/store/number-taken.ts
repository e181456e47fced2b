/**
 * Whether a write failed because another document of the company carries its printed number: the unique index
 * `invoice_printed_number`, which PostgreSQL calls by its name and SQLite by its columns.
 */
export function isNumberTaken(error: unknown): boolean {
  const { constraint, message } = error as { constraint?: string; message?: string }
  return (
    constraint === 'invoice_printed_number' || /^UNIQUE constraint failed:.*\binvoice\.number\b/.test(message ?? '')
  )
}
