function Compare-MfaIdentity {
    # Several columns with different texts: they must all lead to the same person. Two names of one kind must be equal;
    # for the rest the tenant is asked, once per row as a rule.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Columns,

        [Parameter(Mandatory)]
        [object] $InputObject,

        [Parameter(Mandatory)]
        [hashtable] $Entry
    )
    $told = @(foreach ($name in $Columns.Keys) { "$name '$($Columns[$name])'" }) -join ', '
    $fault = New-MfaFault -Code invalidInput -Message "The columns of this row name different people: $told" -Remedy 'Correct the row, or keep one identity column'
    $disagree = @{ Error = New-MfaErrorRecord $fault $InputObject; Ends = $false }

    foreach ($kind in @(, @('Id', 'ObjectId', 'UserId')), @(, @('UserPrincipalName', 'UPN'))) {
        $texts = @{}
        foreach ($name in $kind[0]) { if ($Columns.Contains($name)) { $texts[$Columns[$name].ToLowerInvariant()] = $true } }
        if ($texts.Count -gt 1) { return $disagree }
    }

    $person = $null
    foreach ($name in 'Id', 'ObjectId', 'UserId', 'UserPrincipalName', 'UPN', 'User', 'Mail') {
        if (-not $Columns.Contains($name)) { continue }
        $text = $Columns[$name]
        if ($null -ne $person) {
            $known = @($person.id, $person.userPrincipalName, (Get-MfaField $person 'mail'))
            if ($known -contains $text) { continue }
        }
        $read = Invoke-MfaRequest $Entry ([ordered] @{ operation = 'getUser'; user = $text }) $text
        if ($null -ne $read.Error) {
            # Nobody has the second name: then it does not lead to the person of the first one.
            if ($null -ne $person -and $read.Error.FullyQualifiedErrorId -eq 'userNotFound') { return $disagree }
            return $read
        }
        if ($null -eq $person) { $person = $read.Response }
        elseif ($person.id -ne $read.Response.id) { return $disagree }
    }
    @{ User = $person.id; Target = $person.userPrincipalName; Error = $null; Ends = $false }
}
