import { addDays, type Day, daysBetween } from '../../domain/dates.ts'
import { workingDayFrom } from './calendar.ts'
import type { Chance } from './chance.ts'
import {
  domainOf,
  inventCnp,
  inventCui,
  inventFrenchVatId,
  inventGermanVatId,
  inventIban,
  inventPhone,
  numerals,
} from './identifiers.ts'
import { GOOD_CLIENT_ID, SPARE_CLIENT_ID } from './landmarks.ts'
import { ACTIVITIES, BANKS, FAMILIES, FOREIGNERS, INSTITUTIONS, MEN, PLACES, WOMEN } from './lists/names.ts'
import { CLIENT_NOTES } from './lists/sentences.ts'
import { BUCHAREST_REGISTER, STREETS, TOWNS } from './lists/towns.ts'

export type ClientKind = 'company' | 'sole trader' | 'institution' | 'person' | 'european' | 'overseas'

/** How a client pays: before the due date, some weeks after it, or when it can. */
export type Payer = 'prompt' | 'late' | 'poor'

export interface InventedClient {
  readonly id: string
  readonly kind: ClientKind
  /** The body of `POST /v1/clients`. */
  readonly body: Readonly<Record<string, unknown>>
  /** When it became a client, and when it ceased to be one. */
  readonly since: Day
  readonly until: Day | null
  /** How often it buys, against the others. */
  readonly weight: number
  readonly dueDays: number
  readonly payer: Payer
  readonly isSubscriber: boolean
}

const COMPANIES = 74
const SOLE_TRADERS = 8
const PEOPLE = 16
/** How many of the clients were there from the first day on, in a hundred. */
const OLD_CLIENTS_PERCENT = 55

/** About a hundred clients, one or two of which have ids that the documentation names. */
export function inventClients(
  chance: Chance,
  newId: (prefix: string) => string,
  from: Day,
  today: Day,
): InventedClient[] {
  const names = chance.shuffled(PLACES.flatMap((place) => ACTIVITIES.map((activity) => `${place} ${activity}`)))
  const bodies: [ClientKind, Readonly<Record<string, unknown>>][] = [
    ...names.slice(0, COMPANIES).map((name) => ['company', companyBody(chance, name)] as [ClientKind, object]),
    ...Array.from({ length: SOLE_TRADERS }, () => ['sole trader', soleTraderBody(chance)] as [ClientKind, object]),
    ...INSTITUTIONS.map((name) => ['institution', institutionBody(chance, name)] as [ClientKind, object]),
    ...Array.from({ length: PEOPLE }, (_, at) => ['person', personBody(chance, at % 2 === 0)] as [ClientKind, object]),
    ...FOREIGNERS.map((one) => foreigner(chance, one)),
  ] as [ClientKind, Readonly<Record<string, unknown>>][]
  const invented = bodies.map(([kind, body]) => habits(chance, { id: newId('cli'), kind, body }, from, today))
  return [goodClient(chance, from), spareClient(chance, from), ...invented]
}

/** The one the examples use: it has bought since the beginning, and much. */
function goodClient(chance: Chance, from: Day): InventedClient {
  const body = companyBody(chance, 'Transilvania Proiect', 'Cluj-Napoca')
  return {
    id: GOOD_CLIENT_ID,
    kind: 'company',
    body,
    since: from,
    until: null,
    weight: 40,
    dueDays: 30,
    payer: 'late',
    isSubscriber: true,
  }
}

function spareClient(chance: Chance, from: Day): InventedClient {
  const body = companyBody(chance, 'Moara Nouă Prod')
  return {
    id: SPARE_CLIENT_ID,
    kind: 'company',
    body,
    since: from,
    until: null,
    weight: 0,
    dueDays: 30,
    payer: 'prompt',
    isSubscriber: false,
  }
}

function habits(
  chance: Chance,
  client: Pick<InventedClient, 'id' | 'kind' | 'body'>,
  from: Day,
  today: Day,
): InventedClient {
  const isCompany = client.kind === 'company'
  const days = daysBetween(from, today)
  const isOld = chance.percent(OLD_CLIENTS_PERCENT)
  const since = isOld ? from : workingDayFrom(addDays(from, chance.whole(10, Math.max(11, days - 30))))
  const isGone = isCompany && isOld && chance.percent(8)
  return {
    ...client,
    since,
    until: isGone ? workingDayFrom(addDays(from, Math.floor(days * 0.6))) : null,
    // A few buy often, most now and then.
    weight: isCompany ? Math.ceil(24 / chance.whole(1, 12)) : chance.whole(2, client.kind === 'person' ? 3 : 5),
    dueDays: client.kind === 'person' ? 5 : chance.pick([7, 15, 15, 30, 30, 30, 45, 60]),
    payer: chance.weighted<Payer>([
      ['prompt', 50],
      ['late', 38],
      ['poor', 12],
    ]),
    isSubscriber: (isCompany || client.kind === 'sole trader') && !isGone && chance.percent(22),
  }
}

function companyBody(chance: Chance, stem: string, town?: string) {
  const name = `${stem} ${chance.percent(93) ? 'SRL' : 'SA'}`
  const place = romanianPlace(chance, town)
  const year = chance.whole(1994, 2023)
  const [bank, bankName] = chance.pick(BANKS)
  return {
    type: 'company',
    name,
    cui: `RO${inventCui(chance)}`,
    rc: `J${String(place.register).padStart(2, '0')}/${chance.whole(12, 4_900)}/${year}`,
    ...place.address,
    email: `${chance.pick(['office', 'contact', 'contabilitate', 'facturi'])}@${domainOf(name)}`,
    phone: inventPhone(chance),
    contact_person: personName(chance).name,
    ...(chance.percent(45) ? { iban: inventIban(chance, bank), bank: bankName } : {}),
    ...(chance.percent(12) ? { notes: chance.pick(CLIENT_NOTES) } : {}),
  }
}

/** Mostly below the threshold of VAT, so their code is written without RO. */
function soleTraderBody(chance: Chance) {
  const { name } = personName(chance)
  const place = romanianPlace(chance)
  const title = `${name} ${chance.pick(['PFA', 'PFA', 'Întreprindere Individuală'])}`
  return {
    type: 'company',
    name: title,
    cui: inventCui(chance),
    cui_prefix: chance.percent(80) ? '' : 'RO',
    rc: `F${String(place.register).padStart(2, '0')}/${chance.whole(5, 990)}/${chance.whole(2008, 2023)}`,
    ...place.address,
    email: `${mailName(name)}@${domainOf(title)}`,
    phone: inventPhone(chance),
  }
}

function institutionBody(chance: Chance, name: string) {
  const place = romanianPlace(chance)
  return {
    type: 'company',
    name: `${name} ${place.town}`,
    cui: inventCui(chance),
    cui_prefix: '',
    ...place.address,
    email: `achizitii@${domainOf(`${name} ${place.town}`)}`,
    phone: inventPhone(chance),
    contact_person: personName(chance).name,
  }
}

function personBody(chance: Chance, hasCnp: boolean) {
  const { name, isWoman } = personName(chance)
  return {
    type: 'person',
    name,
    ...(hasCnp ? { cui: inventCnp(chance, isWoman) } : {}),
    ...romanianPlace(chance).address,
    email: `${mailName(name)}@posta.example`,
    phone: inventPhone(chance),
  }
}

function foreigner(
  chance: Chance,
  { rc, ...one }: (typeof FOREIGNERS)[number],
): [ClientKind, Readonly<Record<string, unknown>>] {
  const codes = {
    DE: () => inventGermanVatId(chance),
    FR: () => inventFrenchVatId(chance),
    US: () => `${chance.whole(10, 99)}-9${numerals(chance, 6)}`,
    MD: () => `10${numerals(chance, 11)}`,
  }
  const kind = one.country === 'DE' || one.country === 'FR' ? 'european' : 'overseas'
  const body = { type: 'company', ...one, cui: codes[one.country](), email: `office@${domainOf(one.name)}` }
  return [kind, rc === null ? body : { ...body, rc }]
}

/** About one in five is in București, which has sectors in the place of counties. */
function romanianPlace(chance: Chance, wanted?: string) {
  const house = `${chance.pick(STREETS)} nr. ${chance.whole(1, 180)}`
  const address = chance.percent(30)
    ? `${house}, bl. ${chance.pick(['A2', 'B1', 'C4', '12', '7'])}, ap. ${chance.whole(1, 48)}`
    : house
  if (wanted === undefined && chance.percent(20)) {
    const sector = chance.whole(1, 6)
    const postal_code = `0${sector}${numerals(chance, 4)}`
    const city = `București, Sectorul ${sector}`
    return {
      town: 'București',
      register: BUCHAREST_REGISTER,
      address: { address, city, county: 'București', postal_code },
    }
  }
  const town = TOWNS.find(({ name }) => name === wanted) ?? chance.pick(TOWNS)
  const postal_code = `${town.postal}${String(chance.whole(1, 420)).padStart(3, '0')}`
  return {
    town: town.name,
    register: town.register,
    address: { address, city: town.name, county: town.county, postal_code },
  }
}

function personName(chance: Chance): { name: string; isWoman: boolean } {
  const isWoman = chance.percent(50)
  return { name: `${chance.pick(isWoman ? WOMEN : MEN)} ${chance.pick(FAMILIES)}`, isWoman }
}

function mailName(name: string): string {
  return domainOf(name).replace('.example', '').replaceAll('-', '.')
}
