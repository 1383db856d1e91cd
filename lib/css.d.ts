/** Style sheets: a module's side effect in pages, a text where they go into a shadow root. */
declare module '*.css';
declare module '*.css?inline' {
  const css: string;
  export default css;
}
