import { z } from 'zod'

const label = z.string().min(1).max(200)

/** How the structured fields of this capability are written. */
export const shapes = {
  /** A series by name and by labels that must be exactly so. `*` at the end of a value stands for any rest. */
  series_selector: z.object({
    name: z.string({ error: 'Give the name of the series, such as http_requests_total.' }).min(1, 'Give the name of the series.').max(200),
    labels: z.record(label, z.string().max(1024)).optional(),
  }),
  labels: z.record(label, z.string().max(1024)),
  source_settings: z.object({
    /** MQTT: topics to subscribe to, with names for their parts: `building/+room/+sensor`. */
    topics: z.array(z.string().min(1).max(300)).max(100).optional(),
    /** MQTT: where the number stands in a JSON payload, such as `$.temperature`. */
    path: z.string().max(200).optional(),
    user: z.string().max(200).optional(),
    /** Name of a secret that the operator sets in the environment as REEVE_SECRET_<NAME>: passwords do not stand in records. */
    secret: z
      .string()
      .regex(/^[A-Z0-9_]{1,60}$/, 'A secret is named by capital letters, digits and _.')
      .optional(),
    headers: z.record(label, z.string().max(2000)).optional(),
    /** Reach into private networks, which is refused otherwise. */
    private: z.boolean().optional(),
    /** Which severities of alerts open an outage, and how bad it is then. */
    outages: z.partialRecord(z.enum(['critical', 'error', 'warning', 'info']), z.enum(['down', 'degraded'])).optional(),
  }),
  check_assertions: z.object({
    method: z.enum(['GET', 'HEAD', 'POST']).optional(),
    headers: z.record(label, z.string().max(2000)).optional(),
    body: z.string().max(10_000).optional(),
    /** Allowed status codes: 200, or a range such as "200-299". Empty means 200-399. */
    status: z
      .array(z.union([z.number().int().min(100).max(599), z.string().regex(/^[1-5]\d\d-[1-5]\d\d$/)]))
      .max(20)
      .optional(),
    contains: z.array(z.string().min(1).max(1000)).max(20).optional(),
    lacks: z.array(z.string().min(1).max(1000)).max(20).optional(),
    answer_headers: z.record(label, z.string().max(1000)).optional(),
    within_ms: z.number().positive().max(600_000).optional(),
    /** DNS: the record type, and values that must be among the answers. */
    record: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT']).optional(),
    values: z.array(z.string().min(1).max(500)).max(20).optional(),
    /** TLS: fewer days than this until it expires is degraded; expired is down. */
    days_left: z.number().int().min(0).max(3650).optional(),
    /** Reach into private networks, which is refused otherwise. */
    private: z.boolean().optional(),
  }),
}
