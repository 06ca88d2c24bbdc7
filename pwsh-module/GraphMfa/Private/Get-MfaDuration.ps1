function Get-MfaDuration {
    # A length of time in words that people use.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [double] $Millisecond
    )
    $span = [timespan]::FromMilliseconds($Millisecond)
    if ($span.TotalHours -ge 1) { return '{0} h {1} min' -f [math]::Floor($span.TotalHours), $span.Minutes }
    if ($span.TotalMinutes -ge 1) { return '{0} min' -f [math]::Ceiling($span.TotalMinutes) }
    '{0} s' -f [math]::Ceiling($span.TotalSeconds)
}
