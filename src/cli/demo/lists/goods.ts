/** Under which heading of the VAT law something is sold (Cod fiscal art. 291). */
export type RateClass = 'standard' | 'food' | 'books'

export interface Good {
  readonly description: string
  readonly unit: string
  /** Net price in lei at the beginning of 2024. */
  readonly price: number
  readonly quantities: readonly [min: number, max: number]
  readonly rateClass: RateClass
  readonly sku: string | null
}

export type Theme = 'services' | 'office' | 'furniture' | 'hardware' | 'pantry' | 'books' | 'subscriptions'

type Row = readonly [description: string, unit: string, price: number, min: number, max: number, sku?: string]

const SERVICES: readonly Row[] = [
  ['Servicii de consultanță IT', 'oră', 240, 2, 24],
  ['Dezvoltare aplicație web', 'oră', 280, 8, 80],
  ['Mentenanță rețea și stații de lucru', 'oră', 180, 2, 12],
  ['Configurare server și copii de siguranță', 'serviciu', 1450, 1, 1],
  ['Audit de securitate informatică', 'lucrare', 4800, 1, 1],
  ['Instruire utilizatori', 'oră', 210, 4, 16],
  ['Migrare poștă electronică', 'serviciu', 950, 1, 2],
  ['Deplasare la sediul clientului', 'km', 2.4, 18, 240],
  ['Instalare și cablare puncte de lucru', 'buc', 165, 2, 20],
  ['Design identitate vizuală', 'proiect', 5200, 1, 1],
  ['Montaj mobilier', 'oră', 95, 2, 16],
]

const SUBSCRIPTIONS: readonly Row[] = [
  ['Abonament mentenanță IT', 'lună', 690, 1, 1],
  ['Abonament găzduire web și poștă', 'lună', 149, 1, 1],
  ['Abonament copii de siguranță în cloud', 'lună', 220, 1, 3],
  ['Închiriere echipament multifuncțional', 'lună', 310, 1, 2],
  ['Abonament apă și cafea pentru birou', 'lună', 180, 1, 2],
]

const OFFICE: readonly Row[] = [
  ['Hârtie copiator A4, 80 g, 500 coli', 'pachet', 21.5, 5, 60, 'HC-A4-80'],
  ['Cartuș toner negru compatibil', 'buc', 185, 1, 8, 'TN-2411'],
  ['Dosar plastic cu șină', 'buc', 1.35, 20, 300, 'DS-100'],
  ['Biblioraft 75 mm, albastru', 'buc', 11.9, 5, 60, 'BB-75A'],
  ['Pix cu gel, albastru', 'buc', 4.2, 10, 120, 'PX-G05'],
  ['Capsator metalic 30 coli', 'buc', 38, 1, 6, 'CP-30'],
  ['Bandă adezivă 48 mm × 66 m', 'rolă', 5.6, 6, 72, 'BA-48'],
  ['Etichete autoadezive A4', 'cutie', 52, 1, 10, 'ET-A4'],
  ['Caiet A5 dictando, 80 file', 'buc', 7.9, 10, 100, 'CA5-80'],
  ['Marker permanent, set 4 culori', 'set', 18.5, 2, 20, 'MK-S4'],
  ['Tablă albă magnetică 120 × 90 cm', 'buc', 289, 1, 3, 'TM-129'],
  ['Distrugător de documente', 'buc', 640, 1, 2, 'DD-12C'],
  ['Saci menajeri 60 l', 'rolă', 8.7, 5, 40, 'SM-60'],
]

const FURNITURE: readonly Row[] = [
  ['Birou reglabil pe înălțime 160 × 80 cm', 'buc', 1890, 1, 8, 'MB-R160'],
  ['Scaun ergonomic cu plasă', 'buc', 745, 1, 16, 'SC-E2'],
  ['Dulap metalic cu două uși', 'buc', 1120, 1, 4, 'DM-2U'],
  ['Rafturi arhivă, modul 5 polițe', 'buc', 420, 1, 10, 'RA-5'],
  ['Masă de ședințe 240 × 110 cm', 'buc', 2650, 1, 2, 'MS-240'],
  ['Corp cu sertare pe rotile', 'buc', 560, 1, 8, 'CS-3R'],
  ['Lampă de birou LED', 'buc', 139, 1, 12, 'LB-LED'],
  ['Plantă artificială 120 cm', 'buc', 175, 1, 5, 'PA-120'],
]

const HARDWARE: readonly Row[] = [
  ['Laptop 14" i5, 16 GB, 512 GB SSD', 'buc', 4190, 1, 4, 'LT-14I5'],
  ['Monitor 27" QHD cu USB-C', 'buc', 1290, 1, 6, 'MN-27Q'],
  ['Stație de andocare USB-C', 'buc', 640, 1, 6, 'DK-C11'],
  ['Tastatură și mouse fără fir', 'set', 189, 1, 12, 'TM-W3'],
  ['Router Wi-Fi 6', 'buc', 560, 1, 3, 'RT-AX6'],
  ['Switch 24 porturi gigabit', 'buc', 980, 1, 2, 'SW-24G'],
  ['Disc extern 2 TB', 'buc', 385, 1, 4, 'DE-2T'],
  ['Cablu UTP cat. 6', 'm', 2.15, 30, 300, 'CB-C6'],
  ['Multifuncțional laser color', 'buc', 2380, 1, 2, 'MF-LC3'],
]

const PANTRY: readonly Row[] = [
  ['Cafea boabe, 1 kg', 'kg', 78, 1, 12, 'CF-B1'],
  ['Apă plată 19 l, bidon', 'buc', 19.5, 4, 40, 'AP-19'],
  ['Ceai verde, 25 plicuri', 'cutie', 9.8, 2, 20, 'CV-25'],
  ['Zahăr plic 5 g, 500 buc', 'cutie', 31, 1, 6, 'ZP-500'],
  ['Lapte condensat, porții', 'pachet', 14.2, 2, 15, 'LC-20'],
  ['Fursecuri asortate, 1 kg', 'kg', 46, 1, 8, 'FS-1'],
]

const BOOKS: readonly Row[] = [
  ['Codul fiscal comentat, ediție actualizată', 'buc', 189, 1, 4, 'CA-CF'],
  ['Manual de contabilitate', 'buc', 95, 1, 6, 'CA-MC'],
  ['Ghidul e-Factura pentru firme', 'buc', 72, 1, 10, 'CA-EF'],
  ['Dicționar tehnic englez-român', 'buc', 118, 1, 3, 'CA-DT'],
]

export const CATALOGUE: Readonly<Record<Theme, readonly Good[]>> = {
  services: goods(SERVICES, 'standard'),
  subscriptions: goods(SUBSCRIPTIONS, 'standard'),
  office: goods(OFFICE, 'standard'),
  furniture: goods(FURNITURE, 'standard'),
  hardware: goods(HARDWARE, 'standard'),
  pantry: goods(PANTRY, 'food'),
  books: goods(BOOKS, 'books'),
}

function goods(rows: readonly Row[], rateClass: RateClass): Good[] {
  return rows.map(([description, unit, price, min, max, sku]) => ({
    description,
    unit,
    price,
    quantities: [min, max] as const,
    rateClass,
    sku: sku ?? null,
  }))
}
