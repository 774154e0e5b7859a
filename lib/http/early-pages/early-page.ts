import { directionOf, type Language } from '@/lib/languages/languages';

/** Response headers of pages that are sent without Next.js. They load no files, and nothing in them runs. */
export const EARLY_PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

interface EarlyPage {
  language: Language;
  title: string;
  /** Elements of the head besides the title. */
  head?: string;
  /** Elements below the heading, which is the title. */
  content: string;
}

/** A page with its styles inside. */
export function earlyPage({ language, title, head = '', content }: EarlyPage): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Likeness</title>${head}
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}
