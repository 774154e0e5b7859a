export interface Rule {
  who: string;
  of: RegExp;
  /** Which files of ours these may import. */
  files: RegExp | ((from: string) => RegExp);
  /** Which packages; all of them unless given. */
  packages?: RegExp;
}

/** Layers of `lib/imaging`: each folder imports only itself and those before it. */
const IMAGING_LAYERS = ['formats', 'tiff', 'colour', 'metadata', 'decode', 'geometry', 'framing', 'animation', 'encode'];

/** Files directly in `lib/imaging`, the layers up to `layer`, and the error codes. */
function imagingUpTo(layer: string | undefined): RegExp {
  const layers = IMAGING_LAYERS.slice(0, IMAGING_LAYERS.indexOf(layer ?? '') + 1);
  return new RegExp(`^lib/(?:errors$|imaging/[^/]+$${layers.map((name) => `|imaging/${name}/`).join('')})`);
}

const ownRoom = (from: string) => from.split('/').slice(0, 2).join('/');

/** Allowed imports. Each file is under the first rule that its path matches. */
export const RULES: Rule[] = [
  {
    who: 'the composition root',
    of: /^lib\/(?:app|composition|compose-(?:accounts|commands|doctor|examination|people|sources))\.ts$/,
    files: /./,
  },
  { who: 'the route tables', of: /^lib\/routes\.ts$/, files: /^lib\/(?:http\/router|dialects\/[a-z-]+\/routes)$/, packages: /^$/ },
  {
    who: 'the data of pages',
    of: /^lib\/(?:pages|page-data\/(?:about|lists)|page-forms\/posted-form|languages\/page-texts)\.ts$/,
    files:
      /^package\.json$|^messages\/[^/]+$|^lib\/(?:app$|errors$|pages$|accounts\/|avatars\/|languages\/|dialects\/|gravatar\/|http\/|imaging\/(?:limits|sizes|media-types|types)$)/,
  },
  {
    who: 'pages and routes',
    of: /^app\//,
    files:
      /^(?:app|components)\/|^docs\/api\/\w+\.md$|^lib\/(?:app|pages|page-data\/(?:about|lists)|page-forms\/posted-form|languages\/(?:languages|page-texts))$/,
  },
  {
    who: 'the client of the pages',
    of: /^components\/api\//,
    files: /^components\/api\/|^lib\/(?:dialects\/native\/(?:[a-z]+\/)?(?:[a-z]+-)?schemas|imaging\/(?:sizes|media-types))$/,
    packages: /^$/,
  },
  {
    who: 'components',
    of: /^components\//,
    files:
      /^components\/|^messages\/en$|^messages\/[^/]+\/[a-z-]+\.json\?compiled$|^lib\/(?:(?:accounts|avatars|imaging)\/limits|imaging\/(?:sizes|media-types)|languages\/languages)$/,
  },
  {
    who: 'languages',
    of: /^lib\/languages\//,
    files: /^lib\/languages\//,
    packages: /^(?:negotiator|icu-minify\/compile|intl-messageformat)$/,
  },
  { who: 'errors and text', of: /^lib\/(?:errors|field-problems|text)\.ts$/, files: /^lib\/field-problems$/, packages: /^$/ },
  {
    who: 'imaging',
    of: /^lib\/imaging\//,
    files: (from) => imagingUpTo(from.split('/').length > 3 ? from.split('/')[2] : undefined),
    packages: /^(?:sharp|thumbhash|lru-cache|node:(?:crypto|zlib|timers\/promises))$/,
  },
  {
    who: 'the doctor',
    of: /^lib\/health\/doctor\//,
    files: /^lib\/(?:errors|avatars\/ports|languages\/english-texts)$|^lib\/health\/doctor\/|^messages\/en\/health\.json$/,
    packages: /^(?:undici|node:(?:crypto|path|stream|fs\/promises))$/,
  },
  {
    who: 'health and metrics',
    of: /^lib\/(?:health|metrics)\//,
    files: (from) => new RegExp(`^lib/(?:errors|avatars/(?:ports|pipeline|sweep)|scheduling/semaphore)$|^${ownRoom(from)}/`),
    packages: /^(?:prom-client|node:http)$/,
  },
  { who: 'backups', of: /^lib\/backup\//, files: /^lib\/(?:backup\/.*|avatars\/(?:ports|paths)|db\/backup\/dump|sockets\/local-socket)$/ },
  { who: 'local sockets', of: /^lib\/sockets\//, files: /^lib\/sockets\//, packages: /^node:(?:fs\/promises|net|path)$/ },
  {
    who: 'commands',
    of: /^lib\/commands\//,
    files:
      /^lib\/(?:errors$|commands\/|import\/|sockets\/|accounts\/|avatars\/|audit\/(?:note|ports|sender)$|mail\/(?:ports|outbox)$|http\/body\/fields$|dialects\/native\/)/,
    packages: /^(?:commander|node:(?:fs|fs\/promises|net|os|path|readline|stream))$/,
  },
  {
    who: 'events',
    of: /^lib\/events\//,
    files: /^lib\/(?:errors$|events\/|(?:accounts|avatars)\/(?:[a-z]+\/)?ports$|accounts\/email-hashes$)/,
    packages: /^$/,
  },
  {
    who: 'the audit log',
    of: /^lib\/audit\//,
    files: /^lib\/(?:audit\/|(?:accounts|avatars)\/(?:[a-z]+\/)?ports$)/,
    packages: /^node:async_hooks$/,
  },
  {
    who: 'mail',
    of: /^lib\/mail\//,
    files: /^lib\/(?:errors$|text$|languages\/languages$|mail\/)|^messages\/[^/]+\/mail\.json$/,
    packages: /^(?:nodemailer|intl-messageformat|node:crypto)$/,
  },
  {
    who: 'imports',
    of: /^lib\/import\//,
    files:
      /^lib\/(?:errors$|text$|import\/|accounts\/(?:email|limits|links\/(?:links|limits)|(?:[a-z]+\/)?ports)$|avatars\/(?:change|inspect|replace|(?:[a-z]+\/)?ports)$|mail\/ports$|imaging\/media-types$|languages\/english-texts$)|^messages\/en\/import\.json$/,
    packages: /^(?:csv-parse|node:(?:crypto|fs|fs\/promises|path|readline|stream\/promises|timers\/promises))$/,
  },
  { who: 'scheduling', of: /^lib\/scheduling\//, files: /^lib\/(?:errors$|imaging\/|scheduling\/)/, packages: /^sharp$/ },
  {
    who: 'avatars',
    of: /^lib\/avatars\//,
    files:
      /^lib\/(?:errors$|text$|events\/(?:events|trust)$|avatars\/|imaging\/|scheduling\/|accounts\/(?:(?:[a-z]+\/)?[a-z-]*ports|limits)$)/,
    packages: /^(?:lru-cache|node:crypto)$/,
  },
  {
    who: 'accounts',
    of: /^lib\/accounts\//,
    files: /^lib\/(?:errors$|text$|accounts\/|mail\/ports$|scheduling\/(?:semaphore|limits)$|avatars\/ports$)/,
  },
  {
    who: 'HTTP',
    of: /^lib\/http\//,
    files:
      /^lib\/(?:errors$|field-problems$|text$|http\/|audit\/(?:ports|sender)$|events\/(?:events|trust)$|health\/|languages\/|metrics\/metrics$|scheduling\/limits$|imaging\/(?:limits|sizes|media-types|types)$|avatars\/|accounts\/|import\/people$|mail\/(?:ports|outbox)$)|^messages\/[^/]+\/(?:common|unavailable)\.json$/,
  },
  {
    who: 'the schemas of the native API',
    of: /^lib\/dialects\/native\/(?:[a-z]+\/)?(?:[a-z]+-)?schemas\.ts$/,
    files:
      /^lib\/(?:text|field-problems|languages\/languages|dialects\/native\/.*schemas|accounts\/(?:email|limits|ports|(?:profile|registration|service-keys)\/ports|profile\/time-zones)|avatars\/(?:limits|(?:drawings|kept|moderation)\/ports)|audit\/ports|imaging\/(?:sizes|media-types|metadata\/kinds))$/,
    packages: /^zod$/,
  },
  {
    // The native API and next-auth in another encoding.
    who: 'the forms of pages',
    of: /^lib\/dialects\/forms\//,
    files: /^lib\/(?:errors$|http\/|languages\/language-cookie$|dialects\/(?:forms|native|next-auth)\/)/,
    packages: /^$/,
  },
  {
    who: 'a dialect',
    of: /^lib\/dialects\//,
    files: (from) =>
      new RegExp(
        `^lib/(?:errors$|field-problems$|text$|http/|audit/ports$|scheduling/limits$|imaging/(?:limits|sizes|media-types|types)$|imaging/metadata/kinds$|avatars/|accounts/|import/|mail/ports$|health/doctor/identity$|dialects/${from.split('/')[2]}/)`,
      ),
  },
  {
    who: 'a driver',
    of: /^lib\/(?:storage|db|redis|gravatar|styles)\//,
    files: (from) =>
      new RegExp(
        `^(?:lib/(?:errors|text|avatars/(?:ports|limits|[a-z]+/ports)|accounts/(?:(?:[a-z-]+/)?(?:[a-z-]*ports|limits)|email|email-hashes|counters|addresses/pending-account)|(?:mail|audit)/ports|events/(?:events|trust)|imaging/(?:types|sizes|limits|media-types)|scheduling/limits)$|${ownRoom(from)}/)`,
      ),
  },
  {
    who: 'a decoder',
    of: /^lib\/decoders\//,
    // Decoders wait in a semaphore, and find metadata by the same parsers of segments and chunks.
    files: /^lib\/(?:errors|imaging\/(?:types|limits)|imaging\/formats\/(?:jpeg|png)|scheduling\/(?:semaphore|limits))$|^lib\/decoders\//,
  },
  {
    who: 'the environment',
    of: /^lib\/env(?:-[a-z]+)?\.ts$/,
    files: /^lib\/(?:env-[a-z]+|languages\/languages|\w+\/(?:[a-z]+\/)?(?:limits|settings))$/,
  },
];
