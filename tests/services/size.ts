/** How large a run is, and what it draws by chance. */

export const FULL = !!process.env.COUNTERSIGN_FULL;

/** The same every time where it has to be quick, another each time where there is time to find something. */
export const SEED = Number(process.env.COUNTERSIGN_SEED ?? (FULL ? Date.now() % 2 ** 31 : 4));
