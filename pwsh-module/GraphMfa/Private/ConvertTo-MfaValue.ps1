function ConvertTo-MfaValue {
    # A single value of parsed JSON: an instant as DateTime in UTC where one is expected, else the text as it was.
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $Value,

        [Parameter(Position = 1)]
        [bool] $Instant
    )
    if ($Value -is [string]) {
        $text = $Value.TrimStart([char] 1)
        if ($Instant) {
            $styles = [System.Globalization.DateTimeStyles]::AssumeUniversal
            return [System.DateTimeOffset]::Parse($text, [cultureinfo]::InvariantCulture, $styles).UtcDateTime
        }
        return $text
    }
    $Value
}
