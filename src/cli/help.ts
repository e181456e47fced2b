/** What `facturier help` prints. */
export const HELP = `Facturier: open, self-hosted invoicing for Romania.

  facturier serve [--demo] [--port N] [--host H] [--no-worker]
      Runs the server. The first start makes a company, its sandbox twin and a key for each;
      --demo also fills the company with two invented years, when it is new. --no-worker leaves the jobs to others.

  facturier worker
      Carries out jobs and answers no requests. Any number may work on one PostgreSQL.

  facturier jobs list [--failed]
  facturier jobs retry ID|--all-failed
      What waits to be done or was given up, in all companies.

  facturier migrate
      Brings the database up to date. "serve" does so by itself.

  facturier keys create --name NAME [--mode live|test] [--scopes clients:read,invoices:write]
                        [--ips 10.0.0.0/8,192.0.2.7] [--expires 2027-12-31] [--rate-limit N] [--work-point wp_…]
  facturier keys list
  facturier keys revoke ID
      Keys for the API. A key is named by its id or by its last four characters.

  facturier verify [--all]
      Recomputes what was issued and names the first thing that is wrong, or with --all everything.

  facturier efactura validate FILE…
      Judges UBL files by the rules of CIUS-RO and EN 16931, before ANAF does.

  facturier anaf-simulator [--port 8081] [--host 127.0.0.1] [--data FOLDER] [--processing MS]
      Plays ANAF's e-Factura API on this machine, for Facturier or any other client, with faults on demand.

  facturier config
      Prints the settings in force. They are environment variables.

  facturier version
  facturier help`
