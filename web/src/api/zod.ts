import { config, z } from 'zod';

// Schemas look at this when they are made, and would otherwise probe `new Function`, which the CSP forbids and reports.
// Every schema imports zod from here, so that no bundling order can make one earlier.
config({ jitless: true });

export { z };
