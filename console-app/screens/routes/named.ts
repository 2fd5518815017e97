interface Trip {
  vehicleId: string;
  vehicle: string;
}

/** What each route is called, in the order in which they leave: its vehicle, with its number where that drives several of them. */
export function named<T extends Trip>(routes: readonly T[]): (T & { name: string })[] {
  const driven = new Map<string, number>();
  const numbered = routes.map((route) => {
    const trip = (driven.get(route.vehicleId) ?? 0) + 1;
    driven.set(route.vehicleId, trip);
    return { route, trip };
  });
  return numbered.map(({ route, trip }) => {
    const isOnly = driven.get(route.vehicleId) === 1;
    return { ...route, name: isOnly ? route.vehicle : `${route.vehicle} · ${trip}` };
  });
}
