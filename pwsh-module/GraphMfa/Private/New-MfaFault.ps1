function New-MfaFault {
    # A failure that the module itself finds, in the shape of the contract's ErrorInfo.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $Code,

        [Parameter(Mandatory)]
        [string] $Message,

        [string] $Remedy,

        [string] $Subject
    )
    $fault = [ordered] @{ code = $Code; message = $Message }
    if ($Subject) { $fault['subject'] = $Subject }
    if ($Remedy) { $fault['remedy'] = $Remedy }
    [pscustomobject] $fault
}
