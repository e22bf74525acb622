// Where the focus goes with the Tab key, and whether it can be seen there (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11).

const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

/** Tabs through the page once: each control is reached, in the page's order, wholly or partly in sight, with an outline. */
export async function obscured(page) {
  // The focus starts where the address bar would hand it over.
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
  });
  // What stands in a closed `details` has a place and is not there.
  const controls = await page.evaluate((selector) => {
    const shown = Array.from(document.querySelectorAll(selector)).filter((part) => part.checkVisibility() && part.getClientRects().length > 0 && !part.disabled);
    shown.forEach((part, i) => part.setAttribute("data-reached", String(i)));
    return shown.length;
  }, REACHED);
  const found = [];
  const reached = new Set();
  // A page with very many rows says nothing new after its first hundred controls.
  const presses = Math.min(controls, 100);
  for (let i = 0; i < presses; i += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const part = document.activeElement;
      if (!part || part === document.body) return null;
      const box = part.getBoundingClientRect();
      const inside = (x, y) => {
        const top = document.elementFromPoint(x, y);
        return Boolean(top) && (part.contains(top) || top.contains(part) || Boolean(top.closest("label")));
      };
      const points = [[0.5, 0.5], [0.02, 0.5], [0.98, 0.5], [0.5, 0.05], [0.5, 0.95]];
      const inSight = points.some(([x, y]) => inside(box.left + box.width * x, box.top + box.height * y));
      const style = getComputedStyle(part);
      const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
      return { index: part.getAttribute("data-reached"), html: part.outerHTML.slice(0, 90), inSight, outlined };
    });
    if (!at) break;
    reached.add(at.index);
    if (!at.inSight) found.push(`focus out of sight: ${at.html}`);
    if (!at.outlined) found.push(`focus without an outline: ${at.html}`);
  }
  if (reached.size < presses) found.push(`Tab reaches ${reached.size} of ${presses} controls`);
  return found;
}
