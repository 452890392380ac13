package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// addWatermark writes a text on a dark band along the lower edge of a picture. The same picture and text always give the
// same bytes, so a task that is done twice does no harm.
func addWatermark(picture []byte, text string) ([]byte, error) {
	source, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	bounds := source.Bounds()
	height := min(56, bounds.Dy())
	if bounds.Dx() < 320 {
		height = min(28, bounds.Dy())
	}
	marked := image.NewRGBA(bounds)
	draw.Draw(marked, bounds, source, bounds.Min, draw.Src)
	band := image.Rect(bounds.Min.X, bounds.Max.Y-height, bounds.Max.X, bounds.Max.Y)
	draw.Draw(marked, band, image.NewUniform(color.RGBA{A: 128}), image.Point{}, draw.Over)

	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(height) / 2, DPI: 72})
	if err != nil {
		return nil, err
	}
	drawer := font.Drawer{Dst: marked, Src: image.White, Face: face}
	drawer.Dot = fixed.P(bounds.Max.X-height/4, bounds.Max.Y-height/3).Sub(fixed.Point26_6{X: drawer.MeasureString(text)})
	drawer.DrawString(text)

	var encoded bytes.Buffer
	err = png.Encode(&encoded, marked)
	return encoded.Bytes(), err
}
