/**
 * Several questions at once, whose first refusal is the first in their own order and not the first to arrive: which
 * that is depends on the database, and callers should be told the same by both.
 */
export async function together<T extends readonly unknown[]>(
  questions: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const answers = await Promise.allSettled(questions)
  const refused = answers.find((answer) => answer.status === 'rejected')
  if (refused?.status === 'rejected') throw refused.reason
  return answers.map((answer) => (answer as PromiseFulfilledResult<unknown>).value) as unknown as T
}
