/**
 * What the product's services find of a browser. Set before any of them is loaded, because they keep what they find, and files here
 * share what is loaded.
 */
// Panels that are told of news: there are none.
const storage = { session: { set: async () => {} } };
Object.assign(globalThis, { chrome: { runtime: { id: 'countersign' }, storage } });
