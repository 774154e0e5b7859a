import { expect, type Page } from '@playwright/test';

/** Controls that a person cannot bring into view and point at, and parts of the page that scroll in both directions. */
export interface Obstacles {
  unreachable: string[];
  scrollingBothWays: string[];
}

/** Looks for obstacles by geometry: scrolls to each control, and asks what lies in its middle. */
export function findObstacles(page: Page): Promise<Obstacles> {
  return page.evaluate(() => {
    const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')];
    // An open dialog puts everything else out of reach.
    const root = dialogs.at(-1) ?? document.body;
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent?.trim().slice(0, 60)}`;

    /** The part that a pointer meets: a hidden file, radio or check box is shown by its label. */
    function shownPart(control: Element): Element {
      const { width, height } = control.getBoundingClientRect();
      return width > 1 && height > 1 ? control : (control.closest('label') ?? control);
    }

    function isReachable(part: Element): boolean {
      return (['nearest', 'center', 'start'] as const).some((block) => {
        part.scrollIntoView({ block, inline: 'nearest', behavior: 'instant' });
        // The first line of a link that is broken over several.
        const [box] = part.getClientRects();
        if (!box) return false;
        // Of a control that is larger than the window, any part will do.
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, window.innerHeight / 2));
        return hit !== null && (part.contains(hit) || hit.contains(part));
      });
    }

    const controls = [...root.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
    const parts = controls
      .filter(
        (control) => !control.closest('[inert]') && control.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }),
      )
      .map((control) => ({ control, part: shownPart(control) }))
      // For screen readers, programs and keys alone: the input of files, and the link to the content, outside of the window until focused.
      .filter(({ part }) => part.getBoundingClientRect().width > 1 && !part.matches('a[href="#main"]'));

    const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
    const both = [document.documentElement, ...document.body.querySelectorAll('*'), document.body].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const isPage = element === document.documentElement;
      const isWide = element.scrollWidth > element.clientWidth + 1 && (isPage || scrolls(overflowX));
      const isTall = element.scrollHeight > element.clientHeight + 1 && (isPage || scrolls(overflowY));
      return isWide && (isTall || isPage || element === document.body);
    });
    /** The deepest elements that reach beyond the part. */
    function widestIn(part: Element): string {
      const { left } = part.getBoundingClientRect();
      const isWider = (element: Element) => {
        const box = element.getBoundingClientRect();
        return box.right > left + part.clientWidth + 1 || box.left < left - 1;
      };
      const wider = [...part.querySelectorAll('*')].filter(isWider);
      return wider
        .filter((element) => !wider.some((other) => other !== element && element.contains(other)))
        .map(nameOf)
        .join(', ');
    }
    return {
      unreachable: parts.filter(({ part }) => !isReachable(part)).map(({ control }) => nameOf(control)),
      scrollingBothWays: both.map((element) => `${nameOf(element)} (${element.className}), wider: ${widestIn(element)}`),
    };
  });
}

/** Expects every control to be reachable, and nothing to scroll in both directions. */
export async function expectReachable(page: Page, where: string): Promise<void> {
  expect({ where, ...(await findObstacles(page)) }).toEqual({ where, unreachable: [], scrollingBothWays: [] });
}
