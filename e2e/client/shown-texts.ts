import type { Page } from '@playwright/test';

/** Words that are the same in every language: names of products, formats and people, and addresses. */
const NAMES =
  /likeness|gravatar|zulip|cloudreve|ulule|mycargoextra|rest|api|https?:\/\/\S*|\S+@\S+|[\w-]+\.(?:com|org|local|jpe?g|png|heic)\b|jpeg|jpg|png|webp|gif|avif|heic|html|markdown|iphone|ada|lovelace|otto|noor|margaret|mh|localhost(?::\d+)?|[mk]b/gi;

/**
 * The texts of the page, and of the dialogs above it, with a word in Latin letters that is none of {@link NAMES}: on a page in another
 * script they are left in English. Names for screen readers and placeholders count, other people's input does not.
 */
export async function latinTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const roots = [...document.querySelectorAll('main, [role="dialog"], [role="alertdialog"]')];
    const found: string[] = [];
    for (const root of roots) {
      for (const element of [root, ...root.querySelectorAll('*')]) {
        // Text to copy, dates, keys, and what a photo says about itself.
        if (element.closest('noscript, pre, time, kbd, dd, details details p')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
      }
    }
    return [...new Set(found.map((text) => text.trim()))];
  });
  return texts.filter((text) => /[A-Za-z]{2,}/.test(text.replace(NAMES, '')));
}

/**
 * The texts of the page that a person reads or hears, each once: text nodes, and names for screen readers. Without commands and values,
 * which are the same in every language: those in `pre`, `code` and `option`.
 */
export function shownTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEFT_OUT = 'script, noscript, style, pre, code, option, template, [hidden], next-route-announcer';
    const texts = new Set<string>([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest(LEFT_OUT)) texts.add(walker.currentNode.textContent ?? '');
    for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [alt], [title]')) {
      if (element.closest(LEFT_OUT)) continue;
      for (const name of ['aria-label', 'placeholder', 'alt', 'title']) texts.add(element.getAttribute(name) ?? '');
    }
    return [...texts].map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
  });
}
