import type { NewItem, Temperature } from '../../catalogue/index.ts';

/** code, name, [width, length, depth] in mm, grams, temperature, units in stock */
type Row = [string, string, [number, number, number], number, Temperature, number];

const baby: Row[] = [
  ['FORMULA-1', '분유 1단계 800g · Infant formula 1', [130, 130, 165], 950, 'ambient', 48],
  ['FORMULA-2', '분유 2단계 800g · Infant formula 2', [130, 130, 165], 950, 'ambient', 36],
  ['DIAPER-S', '기저귀 소형 60매 · Nappies S, 60', [210, 380, 240], 1900, 'ambient', 24],
  ['DIAPER-M', '기저귀 중형 54매 · Nappies M, 54', [210, 380, 250], 2050, 'ambient', 30],
  ['WIPES-10', '물티슈 10팩 · Baby wipes, 10 packs', [190, 300, 220], 4200, 'ambient', 40],
  ['STRETCH-CREAM', '튼살 크림 200ml · Stretch-mark cream', [60, 60, 150], 260, 'ambient', 52],
  ['BOTTLE-240', '젖병 240ml · Feeding bottle', [75, 75, 210], 120, 'ambient', 60],
  ['BABY-LOTION', '베이비 로션 300ml · Baby lotion', [65, 65, 190], 340, 'ambient', 44],
  ['PUREE-PEAR', '배 퓌레 100g · Pear purée', [80, 30, 130], 115, 'ambient', 120],
  ['YOGURT-BABY', '아기 요거트 4입 · Baby yoghurt, 4', [150, 150, 80], 380, 'chilled', 32],
  ['BIB-COTTON', '면 턱받이 3입 · Cotton bibs, 3', [180, 220, 25], 110, 'ambient', 50],
  ['THERMO', '체온계 · Thermometer', [50, 160, 30], 60, 'ambient', 18],
];

const pantry: Row[] = [
  ['SALAD-MIX', '샐러드 믹스 200g · Salad mix', [200, 260, 60], 210, 'chilled', 40],
  ['MILK-1L', '우유 1L · Milk', [70, 70, 230], 1040, 'chilled', 60],
  ['EGGS-10', '유정란 10구 · Eggs, 10', [120, 250, 75], 650, 'chilled', 36],
  ['TOFU', '두부 300g · Tofu', [110, 150, 45], 330, 'chilled', 40],
  ['DUMPLINGS', '왕만두 1kg · Dumplings', [220, 280, 70], 1050, 'frozen', 36],
  ['ICE-CREAM', '바닐라 아이스크림 · Vanilla ice cream', [100, 100, 110], 480, 'frozen', 30],
  ['RICE-10', '쌀 10kg · Rice', [280, 420, 110], 10_000, 'ambient', 20],
  ['RAMYEON-5', '라면 5입 · Ramyeon, 5', [180, 230, 110], 620, 'ambient', 80],
  ['SEAWEED', '도시락김 12봉 · Seaweed, 12', [160, 240, 90], 120, 'ambient', 70],
  ['COFFEE-100', '커피 스틱 100입 · Coffee sticks', [180, 250, 110], 1280, 'ambient', 34],
  ['WATER-6', '생수 2L 6병 · Water, 6 × 2 L', [220, 330, 320], 12_300, 'ambient', 26],
  ['TISSUE-30', '화장지 30롤 · Toilet tissue, 30', [340, 560, 320], 5200, 'ambient', 16],
];

/** A GTIN-13 of our own number range for demo goods; the check digit is weighed 1, 3, 1, 3 … from the left. */
function gtin(number: number): string {
  const twelve = `880000${String(number).padStart(6, '0')}`;
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return twelve + String((10 - (sum % 10)) % 10);
}

export interface DemoGoods {
  items: NewItem[];
  stock: Map<string, number>;
}

function goodsOf(rows: Row[], from: number): DemoGoods {
  const items = rows.map(([code, name, size_mm, weight_g, temperature], at): NewItem => ({
    code,
    name,
    size_mm,
    weight_g,
    temperature,
    barcodes: [{ code: gtin(from + at), quantity: 1 }],
    lotTracked: false,
    expiryTracked: false,
    serialTracked: false,
    minLifeDays: 0,
    keepUpright: false,
    packs: [],
  }));
  return { items, stock: new Map(rows.map(([code, , , , , units]) => [code, units])) };
}

export const demoSellers = [
  { code: 'MAMI', name: '마미베이비 · Mami Baby', login: 'seller1', goods: goodsOf(baby, 100_001) },
  { code: 'SAEBYEOK', name: '새벽식탁 · Dawn Table', login: 'seller2', goods: goodsOf(pantry, 200_001) },
];
