import type { Page } from '@playwright/test';

/** Words that are the same in every language: names of products, formats and people, and addresses. */
const NAMES =
  /likeness|gravatar|zulip|cloudreve|ulule|mycargoextra|rest|api|https?:\/\/\S*|\S+@\S+|[\w-]+\.(?:com|org|local|jpe?g|png|heic)\b|jpeg|jpg|png|webp|gif|avif|heic|html|markdown|iphone|ada|lovelace|otto|noor|margaret|localhost(?::\d+)?|[mk]b/gi;

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
        // Text that is there to be copied, and what the person typed.
        if (element.closest('pre, time, kbd')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
      }
    }
    return [...new Set(found.map((text) => text.trim()))];
  });
  return texts.filter((text) => /[A-Za-z]{2,}/.test(text.replace(NAMES, '')));
}
