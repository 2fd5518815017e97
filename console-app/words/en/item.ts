export const item = {
  'item.add': 'Add item',
  'item.code': 'Code',
  'item.name': 'Name',
  'item.barcode': 'Barcode of one unit',
  'item.barcodeHint': 'what is scanned; empty: it has none yet',
  'item.length': 'Length, cm',
  'item.width': 'Width, cm',
  'item.height': 'Height, cm',
  'item.weight': 'Weight of one unit, g',
  'item.tracked': 'Asked for with every arrival',
  'item.trackedStays': 'This cannot be changed once the item is added.',
  'item.lotTracked': 'Lots',
  'item.lotTrackedHint':
    'Receiving asks for the lot on the label and takes nothing in without it. A recall finds its units by it.',
  'item.expiryTracked': 'Expiry dates',
  'item.expiryTrackedHint':
    'Receiving asks for the expiry date and takes nothing in without it. What expires first is picked first.',
  'item.serialTracked': 'Serial numbers',
  'item.serialTrackedHint':
    'Receiving asks for the serial number of each unit, one scan a unit. A number is in the house once.',
  'item.minLifeDays': 'Days left on arrival, at least',
  'item.minLifeDaysHint': 'Receiving takes in for sale only what lasts as long.',
  'item.hasLots': 'By lot',
  'item.hasExpiry': 'By expiry date',
  'item.hasSerials': 'By serial number',
} as const;
