/** Styles of our shadow trees: one constructed sheet per kind, shared by all its roots. */
import tokens from '../core/tokens.css?inline';

const sheets = new Map<string, CSSStyleSheet>();

/** Gives a shadow root our tokens and these styles; as a `<style>` where a browser refuses constructed sheets to content scripts. */
export function applyStyles(root: ShadowRoot, css: string): void {
  try {
    let sheet = sheets.get(css);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(tokens + css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = document.createElement('style');
    element.textContent = tokens + css;
    root.append(element);
  }
}
