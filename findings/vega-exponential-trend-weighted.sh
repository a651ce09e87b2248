#!/usr/bin/env bash
# Vega's exponential trend line weighs every point by its height; its power trend line does not.
#
# Package  vega-statistics 2.0.0 (npm), the regression transform of Vega and Vega-Lite
# Bet      method "exp" is least squares of ln y on x, as spreadsheets and numpy's polyfit of ln y draw it, and is
#          the same kind of fit as "pow".
# Instead  "exp" is least squares of ln y with weights y: the largest values decide, and a curve that falls over
#          decades is fitted to its beginning. "pow" is least squares of ln y on ln x without weights.
# Seen     points (0,1) (1,3) (2,4) (3,20) (4,50): exp gives 0.884798 e^(1.010715 x), unweighted least squares
#          0.936411 e^(0.972117 x), weighted by y 0.884798 and 1.010715; pow agrees with unweighted least squares
# Meets    Whoever puts a trend line through a training loss or an angle against t in Vega: the rate that is read off
#          depends on weights that nobody set, and not for one of the two methods on offer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" vega-statistics@2.0.0
cat > trend.mjs <<'JS'
import assert from 'node:assert';
import { regressionExp, regressionPow } from 'vega-statistics';

/** Intercept and slope of weighted least squares. */
function line(points, weight) {
  let n = 0, mx = 0, my = 0, sxx = 0, sxy = 0;
  for (const [x, y] of points) { const w = weight(y); n += w; mx += w * x; my += w * y; }
  mx /= n; my /= n;
  for (const [x, y] of points) { const w = weight(y); sxx += w * (x - mx) ** 2; sxy += w * (x - mx) * (y - my); }
  return [Math.exp(my - (sxy / sxx) * mx), sxy / sxx];
}

const near = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 1e-9);
const heights = [1, 3, 4, 20, 50];
const exponential = regressionExp(heights.map((y, x) => [x, y]), (p) => p[0], (p) => p[1]).coef;
const logs = heights.map((y, x) => [x, Math.log(y)]);
const unweighted = line(logs, () => 1), weighted = line(logs, Math.exp);
console.log('exp', exponential, 'unweighted', unweighted, 'weighted by y', weighted);
assert(near(exponential, weighted));
assert(!near(exponential, unweighted) && Math.abs(exponential[1] - unweighted[1]) > 0.03);

const power = regressionPow(heights.map((y, x) => [x + 1, y]), (p) => p[0], (p) => p[1]).coef;
const plain = line(heights.map((y, x) => [Math.log(x + 1), Math.log(y)]), () => 1);
console.log('pow', power, 'unweighted', plain);
assert(near(power, plain));
JS
node trend.mjs
