/** Styles of our shadow trees: one constructed sheet per kind, shared by all its roots. */

const sheets = new Map<string, CSSStyleSheet>();

/** Gives a shadow root its styles; as a `<style>` where a browser refuses constructed sheets to content scripts. */
export function applyStyles(root: ShadowRoot, css: string): void {
  try {
    let sheet = sheets.get(css);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = document.createElement('style');
    element.textContent = css;
    root.append(element);
  }
}
