function ConvertTo-MfaRunSummary {
    # A run, or its plan, in numbers.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Response,

        [Parameter(Mandatory, Position = 1)]
        [string] $TypeName
    )
    $summary = ConvertTo-MfaObject $Response $TypeName
    # What is done for each, in the words of -Operation.
    $each = [string] (Get-MfaField $summary 'Each')
    $summary.PSObject.Properties.Remove('Each')
    if ($each) { $each = $each.Substring(0, 1).ToUpperInvariant() + $each.Substring(1) }
    $named = New-Object -TypeName System.Management.Automation.PSNoteProperty -ArgumentList 'Operation', $each
    $summary.PSObject.Properties.Add($named)
    $summary
}
