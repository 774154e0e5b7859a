import { directionOf, type Language } from '@/lib/languages/languages';

/** A paragraph, or a link that has a line of its own. `heading` introduces it in text, with the colon of the language. */
export type Block = string | { url: string; label: string; heading: string };

export interface Content {
  subject: string;
  blocks: readonly Block[];
}

/** A message without pictures, so that a mail client loads nothing and reports no reading. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** Renders the same content as text and as HTML. URLs are shown in both, so that a reader sees where a link leads. */
export function render({ subject, blocks }: Content, product: string, language: Language): Rendered {
  const text = blocks.map((block) => (typeof block === 'string' ? block : `${block.heading}\n${block.url}`));
  const html = blocks.map((block) => (typeof block === 'string' ? paragraph(escapeHtml(block)) : linkHtml(block, language)));
  return { subject, text: `${text.join('\n\n')}\n\n-- \n${product}\n`, html: page(subject, html.join('\n'), product, language) };
}

function linkHtml({ url, label }: { url: string; label: string }, language: Language): string {
  const href = escapeHtml(url);
  const direction = directionOf(language) === 'rtl' ? ' dir="ltr"' : '';
  return `${paragraph(`<a href="${href}" style="font-weight:bold">${escapeHtml(label)}</a>`)}\n${paragraph(`<span${direction} style="word-break:break-all">${href}</span>`)}`;
}

const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;

function page(title: string, body: string, product: string, language: Language): string {
  // On the block too: many mail clients show the content of the body in a page of their own.
  const direction = directionOf(language) === 'rtl' ? ' dir="rtl"' : '';
  return `<!doctype html>
<html lang="${language}"${direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div lang="${language}"${direction} style="max-width:560px;margin:0 auto">
${body}
<p style="margin:24px 0 0;font-size:14px">${escapeHtml(product)}</p>
</div>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
