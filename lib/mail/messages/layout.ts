/** A paragraph, or a link that has a line of its own. */
export type Block = string | { url: string; label: string };

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
export function render({ subject, blocks }: Content, product: string): Rendered {
  const text = blocks.map((block) => (typeof block === 'string' ? block : `${block.label}:\n${block.url}`));
  const html = blocks.map((block) => (typeof block === 'string' ? paragraph(escapeHtml(block)) : linkHtml(block)));
  return { subject, text: `${text.join('\n\n')}\n\n-- \n${product}\n`, html: page(subject, html.join('\n'), product) };
}

function linkHtml({ url, label }: { url: string; label: string }): string {
  const href = escapeHtml(url);
  return `${paragraph(`<a href="${href}" style="font-weight:bold">${escapeHtml(label)}</a>`)}\n${paragraph(`<span style="word-break:break-all">${href}</span>`)}`;
}

const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;

const page = (title: string, body: string, product: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto">
${body}
<p style="margin:24px 0 0;font-size:14px">${escapeHtml(product)}</p>
</div>
</body>
</html>
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
