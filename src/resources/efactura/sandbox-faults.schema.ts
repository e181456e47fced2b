import Type from 'typebox'
import {
  FAULT_PLACES,
  type FaultPlace,
  mayHappen,
  type OrderedFault,
  SANDBOX_FAULTS,
  type SandboxFaultKind,
} from '../../domain/efactura/simulated-faults.ts'
import { refuseProblems } from '../../domain/errors.ts'
import { Text } from '../../http/answers.ts'
import { list, name, object, oneOf, optional, type Reader, required, type ValueOf } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { integer } from '../../http/number-fields.ts'

/** As long as a call waits at most; a worker is held for it. */
const LONGEST_DELAY_MS = 60_000

const words = oneOf(Object.keys(SANDBOX_FAULTS) as SandboxFaultKind[])
/** `500` and `429` may come as numbers. */
const kind: Reader<SandboxFaultKind> = {
  schema: words.schema,
  read: (value, path, problems) => words.read(typeof value === 'number' ? String(value) : value, path, problems),
}

export const FaultBody = object({
  kind: required(kind),
  endpoint: optional(oneOf<FaultPlace | '*'>([...FAULT_PLACES, '*'])),
  times: optional(integer({ min: 1, max: 1_000 })),
  after: optional(integer({ min: 0, max: 1_000 })),
  delay_ms: optional(integer({ min: 0, max: LONGEST_DELAY_MS })),
  rules: optional(list(name({ max: 50 }), { max: 20 })),
})

export function faultAsked(body: ValueOf<typeof FaultBody>): Omit<OrderedFault, 'id'> {
  const endpoint = body.endpoint ?? '*'
  if (!mayHappen(body.kind, endpoint)) {
    const allowed = SANDBOX_FAULTS[body.kind].join(', ')
    refuseProblems([{ path: 'endpoint', code: 'not_one_of', params: { allowed } }])
  }
  return {
    kind: body.kind,
    endpoint,
    timesLeft: body.times ?? 1,
    after: body.after ?? 0,
    delayMs: body.delay_ms ?? 0,
    rules: body.rules ?? [],
  }
}

export const FaultJson = Type.Object(
  {
    id: Type.Integer(),
    object: Type.Literal('simulator_fault'),
    kind: Text,
    endpoint: Text,
    times_left: Type.Integer(),
    after: Type.Integer({ description: 'Calls that still pass before.' }),
    delay_ms: Type.Integer(),
    rules: Type.Array(Text),
  },
  { title: 'SimulatorFault' },
)

export const SampleJson = Type.Object(
  {
    object: Type.Literal('simulator_invoice'),
    number: Text,
    upload_id: Type.String({ description: 'As in `upload_id` of the message.' }),
  },
  { title: 'SimulatorInvoice' },
)

export function presentFault(fault: OrderedFault): Json {
  return {
    id: fault.id,
    object: 'simulator_fault',
    kind: fault.kind,
    endpoint: fault.endpoint,
    times_left: fault.timesLeft,
    after: fault.after,
    delay_ms: fault.delayMs,
    rules: [...fault.rules],
  }
}
