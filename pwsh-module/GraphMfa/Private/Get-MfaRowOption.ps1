function Get-MfaRowOption {
    # The parameters of a command as they hold for one row of the pipeline: its columns Scope, Reason, Ticket and
    # LifetimeMinutes have the last word, as in a run. Gives Bound, or Error and Ends.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # The object from the pipeline.
        [Parameter()]
        [AllowNull()]
        [object] $InputObject,

        # Those of the columns that mean something to the command.
        [Parameter(Mandatory)]
        [string[]] $Column
    )
    $result = @{}
    foreach ($name in $Bound.Keys) { $result[$name] = $Bound[$name] }
    if ($null -eq $InputObject -or $InputObject -is [string] -or $InputObject.PSObject.TypeNames[0] -match '^(Deserialized\.)?GraphMfa\.') {
        return @{ Bound = $result; Error = $null; Ends = $false }
    }
    $why = $null
    foreach ($name in $Column) {
        $text = "$(Get-MfaField $InputObject $name)".Trim()
        if (-not $text) { continue }
        if ($name -eq 'Scope') {
            if ($text -notin 'Portal', 'Everything', 'Weak') { $why = "'$text' is no scope; there are Portal, Everything and Weak" }
            [void] $result.Remove('Kind')
        }
        if ($name -eq 'LifetimeMinutes') {
            $minutes = 0
            if (-not [int]::TryParse($text, [ref] $minutes) -or $minutes -lt 10 -or $minutes -gt 43200) { $why = "'$text' is no lifetime of a pass: whole minutes from 10 to 43200" }
            $result[$name] = $minutes
        }
        else { $result[$name] = $text }
    }
    if ($null -ne $why) {
        $fault = New-MfaFault -Code invalidInput -Message "This row cannot be used: $why" -Remedy 'Correct the row'
        return @{ Error = New-MfaErrorRecord $fault $InputObject; Ends = $false }
    }
    @{ Bound = $result; Error = $null; Ends = $false }
}
