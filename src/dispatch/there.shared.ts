/** A phone this near to the end of a route is there, the yard being large: some two hundred metres, in degrees of Korea. */
export const THERE = { lat: 0.002, lon: 0.0025 };
