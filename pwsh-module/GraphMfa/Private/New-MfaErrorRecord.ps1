function New-MfaErrorRecord {
    # The error record of a failure: ErrorId is the contract's code, the target is the person, the details hold the
    # remedy, and the exception's Data what the service's support asks for.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Fault,

        [Parameter(Position = 1)]
        [AllowNull()]
        [object] $Target
    )
    $code = [string] $Fault.code
    $kind = Get-MfaErrorKind $code
    $subject = Get-MfaField $Fault 'subject'
    if ($null -eq $Target) { $Target = $subject }

    $message = (ConvertTo-MfaParameterName (ConvertTo-MfaValue ([string] $Fault.message))).TrimEnd('.')
    $named = [string] $Target
    if ($Target -isnot [string]) { $named = [string] $subject }
    if ($named -and $message.IndexOf($named, [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { $message = $named + ': ' + $message }
    $message = $message + '.'

    $exception = New-Object -TypeName $kind.Exception -ArgumentList $message
    $data = [ordered] @{
        Code            = 'code'
        Status          = 'status'
        ServiceCode     = 'serviceCode'
        ServiceMessage  = 'serviceMessage'
        RequestId       = 'requestId'
        ClientRequestId = 'clientRequestId'
        RetryAfterMs    = 'retryAfterMs'
        Aadsts          = 'aadsts'
    }
    foreach ($key in $data.Keys) {
        $value = Get-MfaField $Fault $data[$key]
        if ($null -ne $value) { $exception.Data[$key] = ConvertTo-MfaValue $value }
    }

    $record = New-Object -TypeName System.Management.Automation.ErrorRecord -ArgumentList $exception, $code, $kind.Category, $Target
    $remedy = Get-MfaField $Fault 'remedy'
    if ($remedy) {
        $remedy = ConvertTo-MfaParameterName $remedy
        $remedy = $remedy.Substring(0, 1).ToUpperInvariant() + $remedy.Substring(1).TrimEnd('.') + '.'
        # PowerShell 7 shows the recommended action by itself; Windows PowerShell keeps it to itself.
        $text = $message
        if ($PSVersionTable.PSVersion.Major -lt 7) { $text = $message + ' ' + $remedy }
        $record.ErrorDetails = New-Object -TypeName System.Management.Automation.ErrorDetails -ArgumentList $text
        $record.ErrorDetails.RecommendedAction = $remedy
    }
    $record
}
